// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import org.jspecify.annotations.Nullable;

/**
 * Request in a log.
 *
 * @param method HTTP method
 * @param target path and query as in the request line, or the whole URL
 * @param userAgent value of the {@code User-Agent} header; null where the log does not have it
 * @param count number of such requests, at least 1
 */
record LogEntry(String method, String target, @Nullable String userAgent, long count) {
    static final String GET = "GET";
}
