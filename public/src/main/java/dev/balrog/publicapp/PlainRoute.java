// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.service.RequestTarget;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A path, and who answers it.
 *
 * @param template segments of the path; a name in braces stands for any text, {@code {name:int}} for digits
 * @param parameters names of the query parameters that are understood
 */
record PlainRoute(List<String> template, Set<String> parameters, Handler handler) {

    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        /**
         * Answers a request.
         *
         * @param arguments what the names in braces stand for
         * @param query decoded query parameters
         */
        Reply reply(List<String> arguments, Map<String, String> query);
    }

    static PlainRoute of(String path, Set<String> parameters, Handler handler) {
        return new PlainRoute(Arrays.asList(path.substring(1).split("/")), parameters, handler);
    }

    /** A path that somebody else answers. */
    static PlainRoute by(String path, Consumer<HttpServerRequest> handler) {
        return of(path, Set.of(), (arguments, query) -> new Reply.By(handler));
    }

    /** What the names in braces stand for; null when the path is another one. */
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

    /** The query parameters that may be sent. What takes nothing at all has never minded what it was given. */
    Set<String> parametersFor(RequestTarget target) {
        boolean takesNothing = parameters.isEmpty() && template.stream().noneMatch(segment -> segment.startsWith("{"));
        return takesNothing ? target.query().keySet() : parameters;
    }

    Reply reply(List<String> arguments, Map<String, String> query) {
        return handler.reply(arguments, query);
    }
}
