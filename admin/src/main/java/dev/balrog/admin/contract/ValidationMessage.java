// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Message about a violation of a schema. */
final class ValidationMessage {
    private static final int LONGEST_VALUE = 80;

    private ValidationMessage() {}

    /** Returns a one-line message with the location, the violation, and the expectation. */
    static String about(Error error) {
        JsonNode wanted = error.getSchemaNode();
        String value = shown(error.getInstanceNode());
        String text = switch (error.getKeyword()) {
            case "required" -> "'" + error.getProperty() + "' is a required property";
            case "type" -> value + " is not of type " + alternatives(wanted, " or ");
            case "enum" -> value + " is not one of " + alternatives(wanted, ", ");
            case "pattern" -> value + " does not match '" + wanted.asString() + "'";
            case "minLength" -> value + " has to have at least " + count(wanted, "character");
            case "maxLength" -> value + " may have at most " + count(wanted, "character");
            case "minimum" -> value + " is less than " + wanted;
            case "maximum" -> value + " is greater than " + wanted;
            case "format" -> value + " " + Formats.expectation(wanted.asString());
            case "readOnly" -> "can't be set";
            default -> error.getMessage();
        };
        String place = place(error.getInstanceLocation());
        return place.isEmpty() ? text : place + ": " + text;
    }

    private static String place(NodePath path) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            names.append(i == 0 ? "" : ".").append(path.getElement(i));
        }
        return names.toString();
    }

    private static String shown(JsonNode value) {
        String text = value.isString() ? "'" + value.asString() + "'" : value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }

    private static String alternatives(JsonNode wanted, String separator) {
        return wanted.isArray()
                ? StreamSupport.stream(wanted.spliterator(), false)
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(separator))
                : wanted.asString();
    }

    private static String count(JsonNode number, String noun) {
        return number + " " + noun + (number.asInt() == 1 ? "" : "s");
    }
}
