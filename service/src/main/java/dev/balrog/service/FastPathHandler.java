// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Handler that answers simple requests at once, on the event loop, before the HTTP server creates
 * its objects for them. Its responses must equal those of the server's general handler.
 */
@FunctionalInterface
public interface FastPathHandler {
    /**
     * Answers a request.
     *
     * @param remote address of the client
     * @return the response; null to pass the request to the general handler, in which case nothing
     *     may have been counted, logged or recorded
     */
    @Nullable
    SimpleResponse answer(SimpleRequest request, SocketAddress remote);
}
