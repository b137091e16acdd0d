// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import org.jspecify.annotations.Nullable;

/**
 * GET request of HTTP/1.1 without a body, and without a header that changes how a message is framed
 * or a connection is used, except {@code Connection: close}.
 *
 * @param target path and query as in the request line, printable ASCII
 * @param userAgent value of the first {@code User-Agent} header; null if absent
 * @param forwardedFor value of the first {@code X-Forwarded-For} header; null if absent
 * @param closes whether the client asked to close the connection after the response
 */
public record SimpleRequest(
        String target, @Nullable String userAgent, @Nullable String forwardedFor, boolean closes) {}
