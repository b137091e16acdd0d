// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.client.pin.Pin;
import dev.balrog.client.release.ReleaseInfo;
import dev.balrog.client.rule.Rule;
import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.schedule.UptakeCondition;
import dev.balrog.client.shutoff.Shutoff;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON representations of printed objects, with the member names of the API. */
final class Shapes {

    private Shapes() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode rule(Rule rule) {
        return object().put("rule_id", rule.id())
                .setAll(rule.fields().toJson())
                .put("data_version", rule.dataVersion());
    }

    static ObjectNode release(ReleaseInfo release) {
        ObjectNode shape = object().put("name", release.name())
                .put("product", release.product())
                .put("data_version", release.dataVersion())
                .put("read_only", release.readOnly());
        ObjectNode rules = shape.putObject("rule_info");
        new TreeMap<>(release.rules())
                .forEach((id, target) -> rules.putObject(id.toString())
                        .put("product", target.product())
                        .put("channel", target.channel()));
        numbers(shape.putObject("required_signoffs"), release.requiredSignoffs());
        release.scheduledChanges()
                .forEach(change -> shape.withArray("scheduled_changes").add(change("release", change)));
        return shape;
    }

    static ObjectNode change(String type, ScheduledChange change) {
        ObjectNode shape = object().put("type", type)
                .put("sc_id", change.id())
                .put("change_type", change.type().apiName())
                .put("when", change.when() == null ? null : change.when().toString());
        UptakeCondition uptake = change.uptake();
        if (uptake != null) {
            shape.put("telemetry_product", uptake.product())
                    .put("telemetry_channel", uptake.channel())
                    .put("telemetry_uptake", uptake.uptake());
        }
        shape.put("scheduled_by", change.scheduledBy())
                .put("complete", change.complete())
                .put("sc_data_version", change.dataVersion())
                .put("digest", change.digest());
        new TreeMap<>(change.signoffs()).forEach(shape.putObject("signoffs")::put);
        ArrayNode ineffective = shape.putArray("ineffective_signoffs");
        change.ineffectiveSignoffs()
                .forEach(signoff -> ineffective
                        .addObject()
                        .put("username", signoff.username())
                        .put("role", signoff.role())
                        .put("reason", signoff.reason().apiName()));
        change.unboundSignoffs().forEach(shape.putArray("unbound_signoffs")::add);
        numbers(shape.putObject("required_signoffs"), change.requiredSignoffs());
        if (change.obstacle() != null) {
            shape.put("enactment_obstacle", change.obstacle());
        }
        shape.set("object", change.object());
        return shape;
    }

    static ArrayNode differences(List<Difference> differences) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Difference difference : differences) {
            ObjectNode one = all.addObject().put("path", difference.path());
            one.set("before", orNull(difference.before()));
            one.set("after", orNull(difference.after()));
        }
        return all;
    }

    private static JsonNode orNull(JsonNode value) {
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    static ObjectNode shutoff(Shutoff shutoff) {
        return object().put("product", shutoff.product())
                .put("channel", shutoff.channel())
                .put("comment", shutoff.comment())
                .put("data_version", shutoff.dataVersion());
    }

    static ObjectNode pin(Pin pin) {
        return object().put("product", pin.product())
                .put("channel", pin.channel())
                .put("version", pin.version())
                .put("mapping", pin.mapping())
                .put("data_version", pin.dataVersion());
    }

    /** Creates an object with one member. */
    static ObjectNode of(String name, @Nullable String value) {
        return object().put(name, value);
    }

    /** Creates an object with one member. */
    static ObjectNode of(String name, long value) {
        return object().put(name, value);
    }

    private static void numbers(ObjectNode node, Map<String, Integer> numbers) {
        new TreeMap<>(numbers).forEach(node::put);
    }
}
