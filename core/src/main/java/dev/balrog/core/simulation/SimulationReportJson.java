// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.simulation.SimulationReport.Count;
import dev.balrog.core.simulation.SimulationReport.EffectCount;
import dev.balrog.core.simulation.SimulationReport.Group;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reports of simulations in the form of the API and of commands. */
public final class SimulationReportJson {
    private final SimulationReport report;

    private SimulationReportJson(SimulationReport report) {
        this.report = report;
    }

    /**
     * Returns a report as JSON.
     *
     * @param source source of the requests: {@code synthetic}, {@code recorded} or {@code traffic}
     */
    public static ObjectNode of(SimulationReport report, String source) {
        return new SimulationReportJson(report).toJson(source);
    }

    private ObjectNode toJson(String source) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("sample")
                .put("source", source)
                .put("requests", report.total().requests())
                .put("weight", report.total().weight());
        json.put("harmful", report.isHarmful());
        put(json.putObject("changed"), report.changed());
        ArrayNode effects = json.putArray("effects");
        report.effects().forEach(effect -> put(effects.addObject(), effect));
        ArrayNode groups = json.putArray("groups");
        report.groups().forEach(group -> put(groups.addObject(), group));
        json.put("omitted_groups", report.omittedGroups());
        return json;
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
