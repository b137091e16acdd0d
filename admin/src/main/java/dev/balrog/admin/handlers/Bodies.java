// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.ProblemException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading what was sent. */
final class Bodies {
    private Bodies() {}

    /** Whether the field is there and says anything. */
    static boolean isGiven(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isNumber()) {
            return value.asLong(0) != 0;
        }
        return !value.isMissingNode()
                && !value.isNull()
                && !(value.isString() && value.asString().isEmpty());
    }

    static @Nullable String text(JsonNode body, String field) {
        return body.path(field).asString(null);
    }

    /** A text that the contract requires. */
    static String requireText(JsonNode body, String field) {
        return body.path(field).asString();
    }

    /** A whole number; null when the field says nothing. */
    static @Nullable Integer integer(JsonNode body, String field) {
        if (!isGiven(body, field)) {
            return null;
        }
        JsonNode value = body.path(field);
        try {
            return value.isString() ? Integer.valueOf(value.asString().strip()) : value.intValue();
        } catch (NumberFormatException e) {
            throw Rejections.bad(field + ": expected a whole number");
        }
    }

    /** A number that the contract calls an integer, 0 included; null when the field is missing or null. */
    static @Nullable Integer exactInteger(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isNumber() ? value.intValue() : null;
    }

    /** A whole number that there has to be. */
    static int requireInteger(JsonNode body, String field) {
        Integer value = integer(body, field);
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    /** Refuses when one of the fields says nothing. */
    static void require(JsonNode body, Collection<String> fields) {
        for (String field : fields) {
            if (!isGiven(body, field)) {
                throw missing(field);
            }
        }
    }

    private static ProblemException missing(String field) {
        return Rejections.bad("Missing field", field + " is missing");
    }

    /** Only those fields of the body. */
    static ObjectNode only(JsonNode body, Collection<String> fields) {
        return ((ObjectNode) body).deepCopy().retain(fields);
    }

    /** The body without those fields. */
    static ObjectNode without(JsonNode body, Collection<String> fields) {
        return ((ObjectNode) body).deepCopy().remove(fields);
    }
}
