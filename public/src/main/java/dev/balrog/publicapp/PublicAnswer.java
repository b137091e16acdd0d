// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.decision.UpdateAnswer;
import dev.balrog.core.decision.UpdateAnswer.Header;
import dev.balrog.service.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * HTTP response without the headers that all responses share.
 *
 * @param status HTTP status
 * @param contentType value of the {@code Content-Type} header
 * @param body response body
 * @param headers further headers; a {@code Cache-Control} among them replaces the default
 */
record PublicAnswer(int status, String contentType, String body, List<Header> headers) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    static final String TEXT = "text/plain; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";

    /** Returns the response to an update request. */
    static PublicAnswer of(UpdateAnswer update) {
        return new PublicAnswer(update.status(), update.contentType(), update.body(), update.headers());
    }

    static PublicAnswer of(int status, String contentType, String body, Header... headers) {
        return new PublicAnswer(status, contentType, body, List.of(headers));
    }

    /** Returns a response with a problem document. */
    static PublicAnswer problem(Problem problem) {
        return of(problem.status(), PROBLEM, new String(problem.toJson(), StandardCharsets.UTF_8));
    }

    PublicAnswer with(String headerName, String headerValue) {
        Stream<Header> more = Stream.concat(headers.stream(), Stream.of(new Header(headerName, headerValue)));
        return new PublicAnswer(status, contentType, body, more.toList());
    }
}
