// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.request.RequestTarget;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Route: a path template and its handler.
 *
 * @param template segments of the path; a name in braces matches any nonempty string,
 *     {@code {name:int}} only digits
 * @param parameters names of the accepted query parameters
 */
record PlainRoute(List<String> template, Set<String> parameters, Handler handler) {

    /** Handler of a request. */
    @FunctionalInterface
    interface Handler {
        /**
         * Handles a request.
         *
         * @param arguments values of the names in braces
         * @param query decoded query parameters
         */
        Reply reply(List<String> arguments, Map<String, String> query);
    }

    static PlainRoute of(String path, Set<String> parameters, Handler handler) {
        return new PlainRoute(Arrays.asList(path.substring(1).split("/")), parameters, handler);
    }

    /** Creates a route whose handler sends the response itself. */
    static PlainRoute by(String path, Consumer<HttpServerRequest> handler) {
        return of(path, Set.of(), (arguments, query) -> new Reply.By(handler));
    }

    /** Returns the values of the names in braces; null if the path does not match. */
    @Nullable
    List<String> match(List<String> segments) {
        if (segments.size() != template.size()) {
            return null;
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = template.get(i);
            String segment = segments.get(i);
            if (!expected.startsWith("{")) {
                if (!expected.equals(segment)) {
                    return null;
                }
            } else if (isAllowed(expected, segment)) {
                arguments.add(segment);
            } else {
                return null;
            }
        }
        return arguments;
    }

    private static boolean isAllowed(String expected, String segment) {
        return !segment.isEmpty()
                && (!expected.endsWith(":int}") || segment.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    /**
     * Returns the accepted query parameters. A route without query parameters or names in braces
     * accepts any, as in Mozilla's Balrog.
     */
    Set<String> parametersFor(RequestTarget target) {
        boolean takesNothing = parameters.isEmpty() && template.stream().noneMatch(segment -> segment.startsWith("{"));
        return takesNothing ? target.query().keySet() : parameters;
    }

    Reply reply(List<String> arguments, Map<String, String> query) {
        return handler.reply(arguments, query);
    }
}
