// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import dev.balrog.client.transport.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Differences between two channels of a product, and the changes that give one what the other has.
 * Rules are in the form of the API.
 *
 * @param pairs rules with the same conditions apart from the channel, also those without differences
 * @param onlyFrom rules of the source channel without a counterpart
 * @param onlyTo rules of the target channel without a counterpart
 * @param ambiguous rules with several counterparts
 * @param common rules for both channels
 * @param changes changes in the form that change sets take; empty where nothing is to be promoted
 * @param simulation what the changes do to clients; null without changes
 * @param json the whole comparison
 */
public record ChannelDifferences(
        List<Pair> pairs,
        List<JsonNode> onlyFrom,
        List<JsonNode> onlyTo,
        List<Ambiguous> ambiguous,
        List<JsonNode> common,
        List<JsonNode> changes,
        @Nullable SimulationResult simulation,
        JsonNode json) {
    public ChannelDifferences {
        pairs = List.copyOf(pairs);
        onlyFrom = List.copyOf(onlyFrom);
        onlyTo = List.copyOf(onlyTo);
        ambiguous = List.copyOf(ambiguous);
        common = List.copyOf(common);
        changes = List.copyOf(changes);
    }

    /**
     * Rule of each channel.
     *
     * @param promoted what the changes do to the rule of the target channel
     * @param kept differences after the changes
     * @param reordered whether rules of the same priority precede only one of the two
     */
    public record Pair(JsonNode from, JsonNode to, List<Change> promoted, List<Setting> kept, boolean reordered) {
        public Pair {
            promoted = List.copyOf(promoted);
            kept = List.copyOf(kept);
        }

        static Pair of(JsonNode json) {
            return new Pair(
                    json.path("from"),
                    json.path("to"),
                    Fields.list(json.path("promoted"), Change::of),
                    Fields.list(json.path("kept"), Setting::of),
                    Fields.truth(json, "reordered"));
        }
    }

    /**
     * Change of a field of the rule of the target channel.
     *
     * @param name name of the field of rules
     * @param before the current value; a null node for none
     * @param after the new value; a null node for none
     */
    public record Change(String name, JsonNode before, JsonNode after) {
        static Change of(JsonNode json) {
            return new Change(Fields.text(json, "setting"), json.path("before"), json.path("after"));
        }
    }

    /**
     * Setting in which the rules of a pair differ after the changes.
     *
     * @param name name of the field of rules
     * @param from value of the rule of the source channel; a null node for none
     * @param to value of the rule of the target channel; a null node for none
     */
    public record Setting(String name, JsonNode from, JsonNode to) {
        static Setting of(JsonNode json) {
            return new Setting(Fields.text(json, "setting"), json.path("from"), json.path("to"));
        }
    }

    /** Rules with the same conditions apart from the channel, of which no pair can be told. */
    public record Ambiguous(List<JsonNode> from, List<JsonNode> to) {
        public Ambiguous {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        static Ambiguous of(JsonNode json) {
            return new Ambiguous(list(json.path("from")), list(json.path("to")));
        }
    }

    static ChannelDifferences of(JsonNode json) {
        return new ChannelDifferences(
                Fields.list(json.path("pairs"), Pair::of),
                list(json.path("only_from")),
                list(json.path("only_to")),
                Fields.list(json.path("ambiguous"), Ambiguous::of),
                list(json.path("common")),
                list(json.path("changes")),
                json.path("simulation").isObject() ? SimulationResult.of(json.path("simulation")) : null,
                json);
    }

    private static List<JsonNode> list(JsonNode array) {
        return Fields.list(array, node -> node);
    }
}
