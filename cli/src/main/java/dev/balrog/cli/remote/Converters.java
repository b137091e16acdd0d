// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.rule.RuleField;
import dev.balrog.client.rule.RuleFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Parsers of options and arguments. */
final class Converters {
    private static final JsonMapper JSON = new JsonMapper();

    private Converters() {}

    /** Parses values for fields of a rule, as given on the command line. */
    static RuleFields ruleFields(Map<String, String> values) {
        RuleFields fields = RuleFields.NONE;
        for (Map.Entry<String, String> value : values.entrySet()) {
            RuleField field = RuleField.named(value.getKey())
                    .orElseThrow(() -> new InvalidOptionException("a rule has no field '" + value.getKey()
                            + "': there are "
                            + Arrays.stream(RuleField.values())
                                    .map(RuleField::apiName)
                                    .collect(Collectors.joining(", "))));
            try {
                fields = fields.with(field, value.getValue());
            } catch (IllegalArgumentException wrong) {
                throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
            }
        }
        return fields;
    }

    /** Parses a time with a UTC offset, or in milliseconds since 1970 as in the API. */
    static final class Time implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.matches("[0-9]{1,18}")
                        ? Instant.ofEpochMilli(Long.parseLong(text))
                        : OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text
                        + "' is not a time: give one such as 2026-12-31T18:00:00Z, or milliseconds since 1970");
            }
        }
    }

    /** Reads a JSON object from a file. */
    static ObjectNode object(Path file) {
        try {
            if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidOptionException(file + " is not a JSON object");
        } catch (IOException unreadable) {
            throw new InvalidOptionException(file + " can't be read: " + unreadable);
        } catch (JacksonException notJson) {
            throw new InvalidOptionException(file + " is not JSON: " + notJson.getOriginalMessage());
        }
    }
}
