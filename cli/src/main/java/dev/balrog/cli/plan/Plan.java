// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.plan;

import dev.balrog.cli.plan.DesiredState.DesiredRule;
import dev.balrog.client.expectation.StoredExpectation;
import dev.balrog.client.rule.Rule;
import dev.balrog.client.rule.RuleField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes that make the rules and expectations of a server those of files.
 *
 * @param changes the changes: deletions, updates and insertions of rules, then expectations
 * @param unmanaged rules of the server that are in no file, and stay
 */
public record Plan(List<Change> changes, List<Rule> unmanaged) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String RULE = "rule";
    private static final String EXPECTATION = "expectation";
    private static final String NAME = "name";
    private static final String DATA_VERSION = "data_version";

    public Plan {
        changes = List.copyOf(changes);
        unmanaged = List.copyOf(unmanaged);
    }

    /** Kinds of changes. */
    public enum Type {
        DELETE,
        UPDATE,
        INSERT;

        /** Returns the name in the API. */
        public String apiName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Change of one rule or expectation.
     *
     * @param kind the kind in the API
     * @param name name for use in a sentence
     * @param before the current object; a missing node for none
     * @param after the object after the change; a missing node for none
     * @param row the row in the form of the API
     */
    public record Change(Type type, String kind, String name, JsonNode before, JsonNode after, ObjectNode row) {
        /** Returns the change in the form of the API. */
        public ObjectNode toJson() {
            ObjectNode json = NODES.objectNode().put("kind", kind).put("change_type", type.apiName());
            json.set("row", row);
            return json;
        }

        /** Returns whether the change is one of a rule. */
        public boolean isOfRule() {
            return kind.equals(RULE);
        }
    }

    /**
     * Compares files with a server.
     *
     * @param rules all rules of the server
     * @param stored all expectations of the server
     * @param prune whether to delete what is in no file
     */
    public static Plan of(DesiredState wanted, List<Rule> rules, List<StoredExpectation> stored, boolean prune) {
        Matching matching = new Matching(rules);
        List<Change> changes = new ArrayList<>();
        for (DesiredRule rule : wanted.rules()) {
            matching.change(rule).ifPresent(changes::add);
        }
        List<Rule> left = rules.stream()
                .filter(rule -> !matching.claimed.contains(rule.id()))
                .filter(rule -> wanted.ruleScope().covers(rule.fields().get(RuleField.PRODUCT)))
                .toList();
        if (prune) {
            left.forEach(rule -> changes.add(deletion(rule)));
        }
        // A deleted or changed rule may free the alias of a new one.
        changes.sort((a, b) -> a.type.compareTo(b.type));
        changes.addAll(expectations(wanted, stored, prune));
        return new Plan(changes, prune ? List.of() : left);
    }

    private static Change deletion(Rule rule) {
        return new Change(
                Type.DELETE, RULE, name(rule), values(rule.fields().toJson()), MissingNode.getInstance(), key(rule));
    }

    private static String name(Rule rule) {
        String alias = rule.fields().get(RuleField.ALIAS);
        return "rule " + rule.id() + (alias == null ? "" : " (" + alias + ")");
    }

    private static ObjectNode key(Rule rule) {
        return NODES.objectNode().put("rule_id", rule.id()).put(DATA_VERSION, rule.dataVersion());
    }

    /** Returns an object without its nulls. */
    private static ObjectNode values(ObjectNode fields) {
        ObjectNode values = NODES.objectNode();
        fields.forEachEntry((name, value) -> {
            if (!value.isNull()) {
                values.set(name, value);
            }
        });
        return values;
    }

    /** Finds the rule of the server that each rule of the files is. */
    private static final class Matching {
        private final List<Rule> rules;
        private final Map<Long, Rule> byId = new HashMap<>();
        private final Map<String, Rule> byAlias = new HashMap<>();
        private final Set<Long> claimed = new HashSet<>();
        private final Set<String> newAliases = new HashSet<>();

        Matching(Collection<Rule> rules) {
            this.rules = List.copyOf(rules);
            for (Rule rule : rules) {
                byId.put(rule.id(), rule);
                Optional.ofNullable(rule.fields().get(RuleField.ALIAS)).ifPresent(alias -> byAlias.put(alias, rule));
            }
        }

        Optional<Change> change(DesiredRule wanted) {
            Rule present = find(wanted);
            String alias = wanted.fields().get(RuleField.ALIAS);
            if (alias != null && !newAliases.add(alias)) {
                throw wanted.origin().invalid("there is another rule with the alias " + alias);
            }
            if (present == null) {
                ObjectNode row = values(wanted.fields().toJson());
                return Optional.of(new Change(
                        Type.INSERT,
                        RULE,
                        "new rule" + (alias == null ? "" : " (" + alias + ")"),
                        MissingNode.getInstance(),
                        row,
                        row));
            }
            if (!claimed.add(present.id())) {
                throw wanted.origin().invalid("rule " + present.id() + " is given twice");
            }
            ObjectNode before = present.fields().toJson();
            ObjectNode after = wanted.fields().toJson();
            ObjectNode row = key(present);
            after.forEachEntry((name, value) -> {
                if (!value.equals(before.path(name))) {
                    row.set(name, value);
                }
            });
            return present.fields().equals(wanted.fields())
                    ? Optional.empty()
                    : Optional.of(new Change(Type.UPDATE, RULE, name(present), values(before), values(after), row));
        }

        private @Nullable Rule find(DesiredRule wanted) {
            if (wanted.id() != null) {
                Rule rule = byId.get(wanted.id());
                if (rule == null) {
                    throw wanted.origin()
                            .invalid("the server has no rule " + wanted.id()
                                    + ": leave rule_id away to create the rule");
                }
                return rule;
            }
            String alias = wanted.fields().get(RuleField.ALIAS);
            return alias != null
                    ? byAlias.get(alias)
                    : rules.stream()
                            .filter(rule -> !claimed.contains(rule.id())
                                    && rule.fields().equals(wanted.fields()))
                            .findFirst()
                            .orElse(null);
        }
    }

    private static List<Change> expectations(DesiredState wanted, List<StoredExpectation> stored, boolean prune) {
        List<Change> changes = new ArrayList<>();
        Map<String, StoredExpectation> left = new TreeMap<>();
        stored.forEach(expectation -> left.put(expectation.name(), expectation));
        for (JsonNode expectation : wanted.expectations()) {
            String name = expectation.path(NAME).asString();
            StoredExpectation present = left.remove(name);
            ObjectNode row = NODES.objectNode();
            row.set(EXPECTATION, expectation);
            if (present == null) {
                changes.add(expectation(Type.INSERT, name, MissingNode.getInstance(), expectation, row));
            } else if (!present.expectation().equals(expectation)) {
                row.put(DATA_VERSION, present.dataVersion());
                changes.add(expectation(Type.UPDATE, name, present.expectation(), expectation, row));
            }
        }
        if (prune) {
            left.values().stream()
                    .filter(expectation -> products(expectation).allMatch(wanted.expectationScope()::covers))
                    .forEach(gone -> changes.add(expectation(
                            Type.DELETE,
                            gone.name(),
                            gone.expectation(),
                            MissingNode.getInstance(),
                            NODES.objectNode().put(NAME, gone.name()).put(DATA_VERSION, gone.dataVersion()))));
        }
        return changes;
    }

    /** Returns the products of the requests that are given as fields; a URL has none that is known here. */
    private static Stream<String> products(StoredExpectation expectation) {
        return expectation.expectation().path("requests").valueStream().flatMap(request -> {
            JsonNode product = request.path("product");
            return product.isArray() ? product.valueStream().map(JsonNode::asString) : Stream.of(product.asString(""));
        });
    }

    private static Change expectation(Type type, String name, JsonNode before, JsonNode after, ObjectNode row) {
        return new Change(type, EXPECTATION, "expectation " + name, before, after, row);
    }
}
