// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.rule;

import dev.balrog.client.transport.Fields;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values for some fields of a rule. Immutable; start with {@link #NONE}. */
public final class RuleFields {
    /** Empty set of values. */
    public static final RuleFields NONE = new RuleFields(Map.of());

    private final Map<RuleField, JsonNode> values;

    private RuleFields(Map<RuleField, JsonNode> values) {
        this.values = values;
    }

    /** Reads all fields of a rule from a response of the API. */
    static RuleFields of(JsonNode rule) {
        RuleFields fields = NONE;
        for (RuleField field : RuleField.values()) {
            String name = field.apiName();
            fields = switch (field.type()) {
                case TEXT -> fields.with(field, Fields.textOrNull(rule, name));
                case NUMBER -> fields.with(field, Fields.number(rule, name));
                case TRUTH -> {
                    Boolean truth = Fields.truthOrNull(rule, name);
                    yield fields.with(field, truth == null ? null : truth.toString());
                }
            };
        }
        return fields;
    }

    /** Returns the value of a field as a string; null if it has none or was not given. */
    public @Nullable String get(RuleField field) {
        JsonNode value = values.get(field);
        return value == null || value.isNull() ? null : value.asString();
    }

    /**
     * Returns a copy with one more value.
     *
     * @param value the value as a string: a number, true or false if the field has that type; null
     *     or empty for no value
     * @throws IllegalArgumentException if the field does not accept the value, with the accepted
     *     ones
     */
    public RuleFields with(RuleField field, @Nullable String value) {
        Map<RuleField, JsonNode> more = new TreeMap<>(values);
        more.put(field, value == null || value.isBlank() ? JsonNodeFactory.instance.nullNode() : parse(field, value));
        return new RuleFields(more);
    }

    /** Returns a copy with one more number. */
    public RuleFields with(RuleField field, long value) {
        return with(field, Long.toString(value));
    }

    private static JsonNode parse(RuleField field, String value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (field.type()) {
            case TEXT -> nodes.stringNode(value);
            case NUMBER -> {
                try {
                    yield nodes.numberNode(Long.parseLong(value.strip()));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(field.apiName() + " must be an integer, not '" + value + "'", e);
                }
            }
            case TRUTH ->
                switch (value.strip()) {
                    case "true" -> nodes.booleanNode(true);
                    case "false" -> nodes.booleanNode(false);
                    default ->
                        throw new IllegalArgumentException(
                                field.apiName() + " must be true, false or empty, not '" + value + "'");
                };
        };
    }

    /** Returns whether there are no values. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns a new object with the values by their names in the API. */
    public ObjectNode toJson() {
        ObjectNode json = Fields.object();
        for (Map.Entry<RuleField, JsonNode> value : values.entrySet()) {
            json.set(value.getKey().apiName(), value.getValue());
        }
        return json;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RuleFields fields && values.equals(fields.values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
