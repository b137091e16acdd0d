// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.promotion.ChannelComparison;
import dev.balrog.core.promotion.ChannelPair;
import dev.balrog.core.promotion.Promotion;
import dev.balrog.core.promotion.RulePair;
import dev.balrog.core.promotion.SettingChange;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleSetting;
import dev.balrog.store.snapshot.SimulationData;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Comparison of channels, and what clients would get if one were like the other. */
final class ChannelHandlers {
    private static final String WILDCARD = "*";
    private static final Set<RuleSetting> DEFAULT = Set.of(RuleSetting.MAPPING);

    private final ChangeEngine engine;
    private final SimulationHandlers simulations;

    ChannelHandlers(ChangeEngine engine, SimulationHandlers simulations) {
        this.engine = engine;
        this.simulations = simulations;
    }

    Reply compare(Call call) throws InterruptedException {
        JsonNode body = call.body();
        ChannelPair channels = channels(body);
        Promotion promotion = promotion(body);
        return simulations.answer(call, run -> {
            Compared compared = engine.read(reading -> compare(reading, channels, promotion));
            ObjectNode json = compared.json();
            compared.data()
                    .ifPresentOrElse(
                            data -> json.set("simulation", simulations.report(data, body, run)),
                            () -> json.putNull("simulation"));
            return json;
        });
    }

    private static ChannelPair channels(JsonNode body) {
        String from = Bodies.requireText(body, "from");
        String to = Bodies.requireText(body, "to");
        for (String channel : List.of(from, to)) {
            if (channel.contains(WILDCARD)) {
                throw Rejections.bad(
                        "'" + channel + "' is a pattern: name a channel as clients send it, such as release");
            }
        }
        if (from.equals(to)) {
            throw Rejections.bad("from and to are the same channel");
        }
        return new ChannelPair(Bodies.requireText(body, "product"), from, to);
    }

    private static Promotion promotion(JsonNode body) {
        Set<RuleSetting> settings = settings(body.path("settings"));
        Integer rollout = Bodies.exactInteger(body, "rollout");
        if (rollout != null && !settings.equals(DEFAULT)) {
            throw Rejections.bad("rollout sets the fallback mapping and the background rate: with it, mapping is the"
                    + " only setting");
        }
        return new Promotion(settings, rollout);
    }

    private static Set<RuleSetting> settings(JsonNode names) {
        if (names.isMissingNode()) {
            return DEFAULT;
        }
        Set<RuleSetting> settings = EnumSet.noneOf(RuleSetting.class);
        for (JsonNode name : names) {
            Promotion.SETTINGS.stream()
                    .filter(setting -> setting.column().equals(name.asString()))
                    .forEach(settings::add);
        }
        return settings;
    }

    /**
     * Comparison in the form of the API, without its simulation.
     *
     * @param data the data before and after the proposed changes; empty where there are none
     */
    private record Compared(ObjectNode json, Optional<SimulationData> data) {}

    private Compared compare(ReadTransaction reading, ChannelPair channels, Promotion promotion) {
        Map<Long, Row> rows = new HashMap<>();
        List<Rule> rules = new ArrayList<>();
        for (Row row : reading.list(Entity.RULES, Row.EMPTY)) {
            Rule rule = reading.rule(row);
            rows.put(rule.id(), row);
            rules.add(rule);
        }
        rules.sort(Rule.PRECEDENCE);
        ChannelComparison comparison = ChannelComparison.of(rules, channels, promotion);
        List<SimulatedChange> changes = comparison.changes().stream()
                .<SimulatedChange>map(pair -> new SimulatedChange.OfRow(Entity.RULES, ChangeType.UPDATE, change(pair)))
                .toList();
        return new Compared(
                new ChannelComparisonJson(rows).of(channels, promotion, comparison, changes),
                changes.isEmpty() ? Optional.empty() : Optional.of(simulations.read(reading, changes)));
    }

    private static Row change(RulePair pair) {
        Row row = Row.of(RULES.RULE_ID, Math.toIntExact(pair.to().id()))
                .with(DATA_VERSION, pair.to().dataVersion());
        for (SettingChange change : pair.promoted()) {
            row = row.with(RowInput.named(Entity.RULES, change.setting().column(), change.after()));
        }
        return row;
    }
}
