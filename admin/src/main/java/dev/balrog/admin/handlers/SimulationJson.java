// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.handlers.SampleChoice.Origin;
import dev.balrog.admin.traffic.CollectedTraffic;
import dev.balrog.core.simulation.ChangeEffect;
import dev.balrog.core.simulation.Dimension;
import dev.balrog.core.simulation.Served;
import dev.balrog.core.simulation.SimulationReport;
import dev.balrog.core.simulation.SimulationReport.Count;
import dev.balrog.core.simulation.SimulationReport.EffectCount;
import dev.balrog.core.simulation.SimulationReport.Group;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reports of simulations in the form of the API. */
final class SimulationJson {
    private final SimulationReport report;

    private SimulationJson(SimulationReport report) {
        this.report = report;
    }

    /** Returns a report as JSON. */
    static ObjectNode of(SimulationReport report, Origin origin) {
        return new SimulationJson(report).toJson(origin);
    }

    private ObjectNode toJson(Origin origin) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode sample = json.putObject("sample");
        sample.put("source", source(origin))
                .put("requests", report.total().requests())
                .put("weight", report.total().weight());
        if (origin instanceof Origin.Collected(CollectedTraffic collected, Duration age)) {
            sample.putObject("traffic")
                    .put("requests", collected.traffic().requests())
                    .put("left_out", collected.traffic().suppressedShare())
                    .put("apps", collected.apps())
                    .put("missing_apps", collected.missing())
                    .put("age_seconds", Math.max(0, age.toSeconds()));
        }
        json.put("harmful", report.isHarmful());
        put(json.putObject("changed"), report.changed());
        ArrayNode effects = json.putArray("effects");
        report.effects().forEach(effect -> put(effects.addObject(), effect));
        ArrayNode groups = json.putArray("groups");
        report.groups().forEach(group -> put(groups.addObject(), group));
        json.put("omitted_groups", report.omittedGroups());
        return json;
    }

    private static String source(Origin origin) {
        return switch (origin) {
            case Origin.Synthetic _ -> "synthetic";
            case Origin.Recorded _ -> "recorded";
            case Origin.Collected _ -> "traffic";
        };
    }

    private void put(ObjectNode json, Count count) {
        json.put("requests", count.requests()).put("weight", count.weight()).put("share", report.share(count));
    }

    private static void put(ObjectNode json, ChangeEffect effect) {
        json.put("effect", effect.text()).put("harmful", effect.isHarmful());
    }

    private void put(ObjectNode json, EffectCount effect) {
        put(json, effect.effect());
        put(json, effect.count());
        ObjectNode by = json.putObject("by");
        for (Dimension dimension : Dimension.values()) {
            ArrayNode values = by.putArray(dimension.text());
            effect.values()
                    .getOrDefault(dimension, List.of())
                    .forEach(value -> put(values.addObject().put("value", value.value()), value.count()));
        }
    }

    private void put(ObjectNode json, Group group) {
        put(json, group.effect());
        json.put("product", group.product()).put("channel", group.channel());
        put(json.putObject("before"), group.before());
        put(json.putObject("after"), group.after());
        put(json, group.count());
        ArrayNode examples = json.putArray("examples");
        group.examples()
                .forEach(example ->
                        examples.addObject().put("url", example.target()).put("percentage", example.percentage()));
    }

    private static void put(ObjectNode json, Served served) {
        json.put("outcome", served.outcome()).put("release", served.release()).put("version", served.version());
    }
}
