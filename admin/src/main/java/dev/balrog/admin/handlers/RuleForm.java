// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.Transaction;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import dev.balrog.core.change.RuleInput;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scheduled changes of rules. */
final class RuleForm implements ScheduleForm {
    private static final List<String> CONDITIONS =
            List.of("when", "telemetry_product", "telemetry_channel", "telemetry_uptake");
    private static final List<String> IDENTITY = List.of("rule_id", "data_version");
    private static final List<String> REQUIRED = List.of("update_type", "backgroundRate", "priority");

    /** Parses the columns of a rule, without insignificant whitespace. */
    static Row read(JsonNode body) {
        return RowInput.read(Entity.RULES, RuleInput.normalise((ObjectNode) body));
    }

    /** Rejects a rule without a mapping. */
    static void requireMapping(Row rule) {
        if (rule.get(MAPPING) == null) {
            throw Rejections.bad("mapping value cannot be set to null/empty");
        }
    }

    /** Rejects a rule that maps to a release that does not exist. */
    static void checkMappings(Row rule, Transaction transaction) {
        if (rule.has(MAPPING)) {
            requireMapping(rule);
        }
        checkMapping(rule.get(MAPPING), "mapping", transaction);
        checkMapping(rule.get(RULES.FALLBACKMAPPING), "fallbackMapping", transaction);
    }

    private static void checkMapping(@Nullable String name, String column, Transaction transaction) {
        if (name != null && !transaction.releaseExists(name)) {
            throw Rejections.bad("Invalid " + column + " value. No release name found in DB");
        }
    }

    @Override
    public Entity entity() {
        return Entity.RULES;
    }

    @Override
    public String noun() {
        return "Rule";
    }

    @Override
    public Row toSchedule(ChangeType type, JsonNode body, Transaction transaction) {
        return switch (type) {
            case INSERT -> {
                for (String field : REQUIRED) {
                    requirePresent(body, field);
                }
                Row rule = read(Bodies.without(body, IDENTITY));
                requireMapping(rule);
                checkMappings(rule, transaction);
                yield rule;
            }
            case UPDATE -> {
                Bodies.require(body, IDENTITY);
                Row rule = read(body);
                checkMappings(rule, transaction);
                yield rule;
            }
            case DELETE -> {
                Bodies.require(body, IDENTITY);
                yield RowInput.read(Entity.RULES, body)
                        .only(List.of(RULES.RULE_ID, DATA_VERSION))
                        .with(conditions(body));
            }
        };
    }

    @Override
    public Row toEdit(ChangeType type, JsonNode body, Transaction transaction) {
        return switch (type) {
            case INSERT -> {
                for (String field : REQUIRED) {
                    if (body.has(field)) {
                        requirePresent(body, field);
                    }
                }
                Row rule = read(Bodies.without(body, IDENTITY));
                checkMappings(rule, transaction);
                yield rule;
            }
            case UPDATE -> {
                Bodies.require(body, List.of("data_version"));
                Row rule = read(Bodies.without(body, List.of("rule_id")));
                checkMappings(rule, transaction);
                yield rule;
            }
            case DELETE -> conditions(body);
        };
    }

    private static Row conditions(JsonNode body) {
        return RowInput.read(Entity.RULES, Bodies.only(body, CONDITIONS));
    }

    private static void requirePresent(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.asString().isBlank())) {
            throw Rejections.bad(
                    "Null/Empty Value", field + " cannot be set to null/empty when scheduling insertion of a new rule");
        }
    }
}
