// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import java.util.List;

/**
 * HTTP response to an update request.
 *
 * @param status HTTP status
 * @param contentType value of the {@code Content-Type} header
 * @param body the body
 * @param headers further headers
 */
public record UpdateAnswer(int status, String contentType, String body, List<Header> headers) {
    static final String XML = "text/xml; charset=utf-8";
    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";

    /** Header of a response. */
    public record Header(String name, String value) {}

    static UpdateAnswer of(int status, String contentType, String body) {
        return new UpdateAnswer(status, contentType, body, List.of());
    }
}
