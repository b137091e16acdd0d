// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.service.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/** Validator of requests against the contract. */
public final class RequestCheck {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String BAD_REQUEST = "Bad Request";

    private RequestCheck() {}

    /** Validates a request of an operation without header parameters. */
    public static Call check(
            Operation operation,
            Map<String, String> arguments,
            Map<String, String> query,
            @Nullable String contentType,
            byte[] body) {
        return check(operation, arguments, query, _ -> null, contentType, body);
    }

    /**
     * Validates a request.
     *
     * @param arguments path parameters by name
     * @param query query parameters by name
     * @param headers headers by name; null if absent
     * @param contentType value of the {@code Content-Type} header; null if absent
     * @param body body as it was sent; empty for none
     * @return the call, without a user
     * @throws ProblemException with status 400 or 415 and all violations
     */
    public static Call check(
            Operation operation,
            Map<String, String> arguments,
            Map<String, String> query,
            Function<String, @Nullable String> headers,
            @Nullable String contentType,
            byte[] body) {
        refuseUnknown(operation, query.keySet());
        Map<String, String> accepted = new LinkedHashMap<>();
        Map<String, String> acceptedHeaders = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
            switch (parameter.in()) {
                case PATH -> check(parameter, arguments.getOrDefault(parameter.name(), ""));
                case QUERY -> accept(parameter, query.get(parameter.name()), accepted);
                case HEADER -> accept(parameter, headers.apply(parameter.name()), acceptedHeaders);
            }
        }
        JsonNode content = operation
                .body()
                .filter(_ -> operation.bodyRequired() || body.length > 0)
                .map(schema -> checkBody(schema, contentType, body))
                .orElse(MissingNode.getInstance());
        return new Call(operation, arguments, accepted, acceptedHeaders, content, null, Client.CONNECTED);
    }

    private static void accept(Parameter parameter, @Nullable String value, Map<String, String> accepted) {
        if (value == null) {
            if (parameter.required()) {
                throw badRequest("Missing " + place(parameter) + " parameter '" + parameter.name() + "'");
            }
        } else if (!isNull(parameter, value)) {
            check(parameter, value);
            accepted.put(parameter.name(), value);
        }
    }

    private static String place(Parameter parameter) {
        return parameter.in().name().toLowerCase(Locale.ROOT);
    }

    private static void refuseUnknown(Operation operation, Set<String> sent) {
        if (operation.parameters().isEmpty() && operation.body().isEmpty()) {
            // Operations without parameters and body ignore query parameters, as in Mozilla's
            // Balrog.
            return;
        }
        Set<String> unknown = new TreeSet<>(sent);
        operation.parameters().stream()
                .filter(parameter -> parameter.in() == Parameter.In.QUERY)
                .map(Parameter::name)
                .forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            // This problem has no title, as in Mozilla's Balrog.
            throw problem(400, null, "Extra query parameter(s) " + String.join(", ", unknown) + " not in spec");
        }
    }

    private static boolean isNull(Parameter parameter, String value) {
        return switch (value.strip()) {
            case "null", "None" -> parameter.schema().allows("null");
            default -> false;
        };
    }

    private static void check(Parameter parameter, String value) {
        String place = place(parameter);
        JsonNode typed;
        try {
            typed = parameter.schema().allows("integer")
                    ? NODES.numberNode(Integers.parse(value))
                    : NODES.stringNode(value);
        } catch (NumberFormatException none) {
            throw badRequest(
                    "The " + place + " parameter '" + parameter.name() + "' has to be an integer, not '" + value + "'");
        }
        List<String> wrong = parameter.schema().check(typed);
        if (!wrong.isEmpty()) {
            throw badRequest("The " + place + " parameter '" + parameter.name() + "': " + String.join("; ", wrong));
        }
    }

    private static JsonNode checkBody(ValueSchema schema, @Nullable String contentType, byte[] body) {
        if (body.length == 0) {
            throw badRequest("A body is missing: send a JSON object.");
        }
        if (!isJson(contentType)) {
            throw problem(
                    415,
                    "Unsupported Media Type",
                    "The body is of type " + (contentType == null ? "unknown" : contentType)
                            + ": send application/json.");
        }
        JsonNode content = parse(body);
        List<String> wrong = schema.check(content);
        if (!wrong.isEmpty()) {
            throw badRequest(wrong.stream().sorted().collect(Collectors.joining("; ")));
        }
        return content;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    private static JsonNode parse(byte[] body) {
        JsonNode content;
        try {
            content = StrictJson.parse(body);
        } catch (StrictJson.MalformedException e) {
            throw new ProblemException(
                    new Problem(
                            400,
                            BAD_REQUEST,
                            "Request body is not valid JSON",
                            Map.of("exception", String.valueOf(e.getMessage()))),
                    Reply.MediaType.PROBLEM);
        }
        if (hasHalfCharacter(content)) {
            throw badRequest("The body has an unpaired surrogate.");
        }
        return content;
    }

    /**
     * Returns whether a string or member name contains an unpaired surrogate, which UTF-8 can't
     * encode.
     */
    private static boolean hasHalfCharacter(JsonNode node) {
        if (node.isString()) {
            return isHalf(node.asString());
        }
        return node.propertyStream().anyMatch(member -> isHalf(member.getKey()))
                || node.valueStream().anyMatch(RequestCheck::hasHalfCharacter);
    }

    private static boolean isHalf(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static ProblemException badRequest(String detail) {
        return problem(400, BAD_REQUEST, detail);
    }

    private static ProblemException problem(int status, @Nullable String title, String detail) {
        return new ProblemException(new Problem(status, title, detail), Reply.MediaType.PROBLEM);
    }
}
