// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import dev.balrog.core.rule.BuildIdCondition;
import dev.balrog.core.rule.VersionCondition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Formats that the contract defines in addition to those of JSON Schema. */
final class Formats {
    /** Last timestamp that ECMAScript's {@code Date} can represent, in milliseconds since 1970. */
    private static final long END_OF_CALENDAR = 8_640_000_000_000_000L;

    private static final Map<String, NamedFormat> ALL = new LinkedHashMap<>();

    static {
        add(text("ascii", Formats::isAscii, "must be ASCII"));
        add(text(
                "buildID",
                BuildIdCondition::isWellFormed,
                "is not a condition on build IDs: expected digits, optionally after one of <, <=, >, >="));
        add(text(
                "version",
                VersionCondition::isWellFormed,
                "is not a condition on versions: expected a version such as 60.0, 60.0a1 or 60.*, optionally after one of"
                        + " <, <=, >, >=, or several versions separated by commas"));
        add(text("JSONStringField", Formats::isJson, "is not JSON"));
        add(integer("int32", Integer.MIN_VALUE, Integer.MAX_VALUE));
        add(integer("int64", Long.MIN_VALUE, Long.MAX_VALUE));
        add(integer("when", 0, END_OF_CALENDAR));
        add(integer("timestamp", Long.MIN_VALUE, END_OF_CALENDAR));
        add(integer("priority", 0, Integer.MAX_VALUE));
        add(integer("backgroundRate", 0, 100));
        add(integer("data_version", 1, Integer.MAX_VALUE));
        add(integer("rule_id", 0, Integer.MAX_VALUE));
        add(integer("signoffs_required", 1, Integer.MAX_VALUE));
        add(integer("telemetry_uptake", 0, Integer.MAX_VALUE));
    }

    private Formats() {}

    static Collection<? extends Format> all() {
        return ALL.values();
    }

    /** Returns the message for a value that violates a format, to be appended to the value. */
    static String expectation(String name) {
        NamedFormat format = ALL.get(name);
        return format == null ? "is not a valid " + name : format.expectation();
    }

    private record NamedFormat(String name, String expectation, Predicate<JsonNode> accepted) implements Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext execution, SchemaContext schema, JsonNode value) {
            return accepted.test(value);
        }
    }

    private static void add(NamedFormat format) {
        ALL.put(format.name(), format);
    }

    /** Creates a format of strings. Empty strings and values of other types always match. */
    private static NamedFormat text(String name, Predicate<String> accepted, String expectation) {
        return new NamedFormat(
                name,
                expectation,
                value -> !value.isString() || value.asString().isEmpty() || accepted.test(value.asString()));
    }

    /**
     * Creates a format of integers, which may also be strings. Empty strings and values of other
     * types always match.
     */
    private static NamedFormat integer(String name, long lowest, long highest) {
        return new NamedFormat(name, "has to be an integer from " + lowest + " to " + highest, value -> {
            if (!(value.isString() || value.isNumber()) || value.asString().isEmpty()) {
                return true;
            }
            try {
                long number;
                if (value.isString()) {
                    number = Integers.parse(value.asString());
                } else if (value.isIntegralNumber() && value.canConvertToLong()) {
                    number = value.asLong();
                } else {
                    return false;
                }
                return number >= lowest && number <= highest;
            } catch (NumberFormatException none) {
                return false;
            }
        });
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isJson(String text) {
        try {
            return !StrictJson.parse(text).isMissingNode();
        } catch (StrictJson.MalformedException e) {
            return false;
        }
    }
}
