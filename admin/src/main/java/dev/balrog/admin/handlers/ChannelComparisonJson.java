// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.change.row.Row;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.promotion.AmbiguousRules;
import dev.balrog.core.promotion.ChannelComparison;
import dev.balrog.core.promotion.ChannelPair;
import dev.balrog.core.promotion.Promotion;
import dev.balrog.core.promotion.RulePair;
import dev.balrog.core.promotion.SettingChange;
import dev.balrog.core.promotion.SettingDifference;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleSetting;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Comparisons of channels in the form of the API. */
final class ChannelComparisonJson {
    private static final String FROM = "from";
    private static final String TO = "to";

    private final Map<Long, Row> rows;

    /**
     * Creates a writer.
     *
     * @param rows the rows of all rules, by id
     */
    ChannelComparisonJson(Map<Long, Row> rows) {
        this.rows = Map.copyOf(rows);
    }

    /** Returns a comparison as JSON, with the changes in the form that change sets take. */
    ObjectNode of(
            ChannelPair channels, Promotion promotion, ChannelComparison comparison, List<SimulatedChange> changes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("product", channels.product()).put(FROM, channels.from()).put(TO, channels.to());
        ArrayNode names = json.putArray("settings");
        promotion.settings().stream().sorted().map(RuleSetting::column).forEach(names::add);
        json.put("rollout", promotion.rollout());
        ArrayNode pairs = json.putArray("pairs");
        comparison.pairs().forEach(pair -> put(pairs.addObject(), pair));
        put(json, "only_from", comparison.onlyFrom());
        put(json, "only_to", comparison.onlyTo());
        ArrayNode ambiguous = json.putArray("ambiguous");
        for (AmbiguousRules group : comparison.ambiguous()) {
            ObjectNode rules = ambiguous.addObject();
            put(rules, FROM, group.from());
            put(rules, TO, group.to());
        }
        put(json, "common", comparison.common());
        ArrayNode proposed = json.putArray("changes");
        changes.forEach(change -> proposed.add(ChangeSetJson.proposed(change)));
        return json;
    }

    private void put(ObjectNode json, RulePair pair) {
        json.set(FROM, rule(pair.from()));
        json.set(TO, rule(pair.to()));
        ArrayNode promoted = json.putArray("promoted");
        pair.promoted().forEach(change -> put(promoted.addObject(), change));
        ArrayNode kept = json.putArray("kept");
        pair.kept().forEach(difference -> put(kept.addObject(), difference));
        json.put("reordered", pair.reordered());
    }

    private static void put(ObjectNode json, SettingChange change) {
        json.put("setting", change.setting().column());
        json.putPOJO("before", change.before());
        json.putPOJO("after", change.after());
    }

    private static void put(ObjectNode json, SettingDifference difference) {
        json.put("setting", difference.setting().column());
        json.putPOJO(FROM, difference.from());
        json.putPOJO(TO, difference.to());
    }

    private void put(ObjectNode json, String name, List<Rule> rules) {
        ArrayNode list = json.putArray(name);
        rules.forEach(rule -> list.add(rule(rule)));
    }

    private ObjectNode rule(Rule rule) {
        return Objects.requireNonNull(rows.get(rule.id())).toJson();
    }
}
