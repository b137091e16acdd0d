// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.balrog.core.JsonPointers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Converts errors of the JSON schema validator to errors with a message of one line. */
final class SchemaErrors {
    private static final int LONGEST_VALUE = 100;

    private SchemaErrors() {}

    /**
     * Returns an error at the property if it exists, else at its parent. The message names the
     * property as well.
     */
    static ReleaseError describe(Error error) {
        NodePath path = error.getInstanceLocation();
        String place = elements(path).reduce("", JsonPointers::child, String::concat);
        boolean isMember = error.getKeyword().equals("propertyNames");
        return new ReleaseError(isMember ? JsonPointers.child(place, error.getProperty()) : place, message(error));
    }

    /** Returns the path to the property, a colon, and the error. */
    private static String message(Error error) {
        NodePath path = error.getInstanceLocation();
        return switch (error.getKeyword()) {
            case "required" -> where(path, error.getProperty()) + ": is missing";
            case "propertyNames" ->
                where(path, error.getProperty()) + ": is an unknown property" + known(error.getSchemaNode());
            case "false" -> where(path) + ": is not allowed here";
            case "enum" ->
                where(path) + ": expected " + list(error.getSchemaNode()) + ", found " + value(error.getInstanceNode());
            case "format" ->
                where(path) + ": " + value(error.getInstanceNode()) + " is not a condition on a "
                        + error.getSchemaNode().asString();
            default -> where(path) + ": " + error.getMessage();
        };
    }

    private static String known(JsonNode names) {
        return names.has("enum") ? "; known properties: " + list(names.get("enum")) : "";
    }

    private static String where(NodePath path, String... property) {
        return Stream.concat(elements(path), Stream.of(property)).collect(Collectors.joining("."));
    }

    private static Stream<String> elements(NodePath path) {
        return IntStream.range(0, path.getNameCount())
                .mapToObj(i -> path.getElement(i).toString());
    }

    private static String list(JsonNode values) {
        return values.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }

    private static String value(JsonNode value) {
        String text = value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
    }
}
