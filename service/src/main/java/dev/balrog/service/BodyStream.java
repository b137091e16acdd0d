// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.http.HttpServerRequest;

/**
 * Response body that is written as it is produced, until its producer ends it or the client
 * disconnects. It writes only while the write queue of the response is not full, so that a slow
 * client costs no memory.
 */
public interface BodyStream extends AutoCloseable {

    /**
     * Starts to write the body of a response whose status and headers are set. Called on the
     * request's event loop, at most once; never for a client that has disconnected before.
     */
    void start(HttpServerRequest request);

    /**
     * Releases the stream, and ends its response if it was started. Thread-safe; further calls do
     * nothing.
     */
    @Override
    void close();
}
