// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.ProblemException;
import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateTarget;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Readers for fields of request bodies. */
final class Bodies {
    private Bodies() {}

    /** Returns whether the field is present and neither null, empty, nor 0. */
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

    /** Returns a string field that the contract requires. */
    static String requireText(JsonNode body, String field) {
        return body.path(field).asString();
    }

    /** Returns the update request of the field {@code url}; rejects any other URL. */
    static UpdateTarget updateTarget(JsonNode body) {
        try {
            return UpdateTarget.parse(requireText(body, "url"));
        } catch (BadDataException invalid) {
            throw Rejections.bad(String.valueOf(invalid.getMessage()));
        }
    }

    /** Returns an integer field; null if it is absent, null, empty, or 0. */
    static @Nullable Integer integer(JsonNode body, String field) {
        if (!isGiven(body, field)) {
            return null;
        }
        JsonNode value = body.path(field);
        try {
            return value.isString() ? Integer.valueOf(value.asString().strip()) : value.intValue();
        } catch (NumberFormatException e) {
            throw Rejections.bad(field + ": expected an integer");
        }
    }

    /**
     * Returns a field that the contract declares as an integer, 0 included; null if it is absent or
     * null.
     */
    static @Nullable Integer exactInteger(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isNumber() ? value.intValue() : null;
    }

    /** Returns a required integer field; rejects the request if it is absent. */
    static int requireInteger(JsonNode body, String field) {
        Integer value = integer(body, field);
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    /** Rejects the request if one of the fields is absent, null, empty, or 0. */
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

    /** Returns a copy of the body with only these fields. */
    static ObjectNode only(JsonNode body, Collection<String> fields) {
        return ((ObjectNode) body).deepCopy().retain(fields);
    }

    /** Returns a copy of the body without these fields. */
    static ObjectNode without(JsonNode body, Collection<String> fields) {
        return ((ObjectNode) body).deepCopy().remove(fields);
    }
}
