// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.plan;

import dev.balrog.cli.expectation.ExpectationFiles;
import dev.balrog.cli.expectation.YamlFile;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.rule.Rule;
import dev.balrog.client.rule.RuleField;
import dev.balrog.client.rule.RuleFields;
import dev.balrog.core.BadDataException;
import dev.balrog.core.change.RuleInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules and expectations of files, as they should be.
 *
 * @param rules the rules
 * @param expectations the expectations in the form of the API
 * @param ruleScope the rules that the files are about
 * @param expectationScope the expectations that the files are about
 */
public record DesiredState(
        List<DesiredRule> rules, List<JsonNode> expectations, Scope ruleScope, Scope expectationScope) {
    private static final String PRODUCT = "product";
    private static final String RULES = "rules";
    private static final String RULE_ID = "rule_id";
    private static final String EXPECTATIONS = "expectations";
    private static final Set<String> MEMBERS = Set.of(PRODUCT, RULES, EXPECTATIONS);
    private static final List<RuleField> REQUIRED =
            List.of(RuleField.PRIORITY, RuleField.BACKGROUND_RATE, RuleField.UPDATE_TYPE);

    public DesiredState {
        rules = List.copyOf(rules);
        expectations = List.copyOf(expectations);
    }

    /**
     * Products of which files have all rules, or all expectations.
     *
     * @param all whether that is all products
     */
    public record Scope(boolean all, Set<String> products) {
        /** Scope of no file. */
        static final Scope NONE = new Scope(false, Set.of());

        public Scope {
            products = Set.copyOf(products);
        }

        /** Returns this scope with that of another file; without product, the file is about all. */
        Scope and(@Nullable JsonNode product) {
            Set<String> more = new TreeSet<>(products);
            if (product != null) {
                more.add(product.asString());
            }
            return new Scope(all || product == null, more);
        }

        /** Returns whether the files are about a product. */
        public boolean covers(@Nullable String product) {
            return all || (product != null && products.contains(product));
        }
    }

    /**
     * Rule as it should be.
     *
     * @param id the ID; null for a rule that is found by its alias, or is new
     * @param fields the values of all settable fields
     * @param origin file and line, for messages
     */
    public record DesiredRule(@Nullable Long id, RuleFields fields, Origin origin) {}

    /** Place in a file. */
    public record Origin(YamlFile file, String pointer) {
        /** Returns a failure with the file and the line. */
        public InvalidOptionException invalid(String message) {
            return file.invalid(pointer, message);
        }
    }

    /**
     * Reads files in YAML, which JSON is a part of.
     *
     * @throws InvalidOptionException if one can't be read; the message has its line
     */
    public static DesiredState read(List<Path> files) {
        List<DesiredRule> rules = new ArrayList<>();
        List<JsonNode> expectations = new ArrayList<>();
        Map<String, Origin> names = new HashMap<>();
        Scope ruleScope = Scope.NONE;
        Scope expectationScope = Scope.NONE;
        for (Path path : files) {
            YamlFile file = YamlFile.read(path);
            JsonNode root = file.root();
            requireMembers(file);
            if (root.has(RULES)) {
                ruleScope = ruleScope.and(root.get(PRODUCT));
            }
            JsonNode listed = root.path(RULES);
            for (int i = 0; i < listed.size(); i++) {
                rules.add(rule(listed.get(i), new Origin(file, "/" + RULES + "/" + i), root.get(PRODUCT)));
            }
            if (root.has(EXPECTATIONS)) {
                expectationScope = expectationScope.and(root.get(PRODUCT));
                ExpectationFiles.read(
                        file, JsonNodeFactory.instance.objectNode().set(EXPECTATIONS, root.path(EXPECTATIONS)));
                for (int i = 0; i < root.path(EXPECTATIONS).size(); i++) {
                    JsonNode expectation = root.path(EXPECTATIONS).get(i);
                    Origin origin = new Origin(file, "/" + EXPECTATIONS + "/" + i);
                    if (names.putIfAbsent(expectation.path("name").asString(), origin) != null) {
                        throw origin.invalid("there is another expectation of this name");
                    }
                    expectations.add(expectation);
                }
            }
        }
        return new DesiredState(rules, expectations, ruleScope, expectationScope);
    }

    private static void requireMembers(YamlFile file) {
        JsonNode root = file.root();
        if (!root.isObject() || !(root.has(RULES) || root.has(EXPECTATIONS))) {
            throw file.invalid("", "expected a list of rules or expectations");
        }
        for (String name : root.propertyNames()) {
            if (!MEMBERS.contains(name)) {
                throw file.invalid(
                        "/" + name, "'" + name + "' is unknown here; expected product, rules or" + " expectations");
            }
        }
        if (root.has(PRODUCT) && !root.path(PRODUCT).isString()) {
            throw file.invalid("/" + PRODUCT, "product is a string");
        }
        for (String list : List.of(RULES, EXPECTATIONS)) {
            if (root.has(list) && !root.path(list).isArray()) {
                throw file.invalid("/" + list, list + " is a list");
            }
        }
    }

    private static DesiredRule rule(JsonNode json, Origin origin, @Nullable JsonNode product) {
        if (!(json instanceof ObjectNode object)) {
            throw origin.invalid("a rule is an object");
        }
        for (String name : object.propertyNames()) {
            if (!name.equals(RULE_ID) && RuleField.named(name).isEmpty()) {
                throw origin.file.invalid(origin.pointer + "/" + name, "'" + name + "' is no field of a rule");
            }
        }
        RuleFields fields = fields(object, origin);
        for (RuleField field : REQUIRED) {
            if (fields.get(field) == null) {
                throw origin.invalid(field.apiName() + " is missing");
            }
        }
        if (product != null && !product.asString().equals(fields.get(RuleField.PRODUCT))) {
            throw origin.invalid("the file is for the product " + product.asString() + ", and the rule is not");
        }
        JsonNode id = object.path(RULE_ID);
        if (!id.isMissingNode() && !id.isIntegralNumber()) {
            throw origin.invalid("rule_id is a number");
        }
        return new DesiredRule(id.isMissingNode() ? null : id.asLong(), fields, origin);
    }

    /** Returns all fields, in the form in which the server stores them. */
    private static RuleFields fields(ObjectNode rule, Origin origin) {
        try {
            ObjectNode stored = RuleInput.normalise(rule);
            RuleFields fields = RuleFields.NONE;
            for (RuleField field : RuleField.values()) {
                JsonNode value = stored.path(field.apiName());
                if (value.isContainer()) {
                    throw origin.invalid(field.apiName() + " has one value");
                }
                fields = fields.with(field, value.isMissingNode() || value.isNull() ? null : value.asString());
            }
            return fields;
        } catch (BadDataException | IllegalArgumentException invalid) {
            throw origin.invalid(Objects.requireNonNullElse(invalid.getMessage(), "invalid"));
        }
    }

    /**
     * Returns a file of rules, without the fields that have no value.
     *
     * @param product the product of all rules; null for several
     */
    public static ObjectNode export(List<Rule> rules, @Nullable String product) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        Optional.ofNullable(product).ifPresent(name -> file.put(PRODUCT, name));
        var list = file.putArray(RULES);
        for (Rule rule : rules) {
            ObjectNode one = list.addObject().put(RULE_ID, rule.id());
            rule.fields().toJson().forEachEntry((name, value) -> {
                if (!value.isNull()) {
                    one.set(name, value);
                }
            });
        }
        return file;
    }
}
