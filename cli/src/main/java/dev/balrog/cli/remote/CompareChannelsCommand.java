// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.changeset.ChangeSet;
import dev.balrog.client.simulation.ChannelDifferences;
import dev.balrog.client.simulation.ChannelDifferences.Ambiguous;
import dev.balrog.client.simulation.ChannelDifferences.Pair;
import dev.balrog.client.simulation.SimulationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Command that tells what a live channel would serve if it were like its test channel. */
@Command(
        name = "compare-channels",
        description = {
            "Tell what a channel would serve if it were like another one, such as release like release-cdntest.",
            "Two rules, one of each channel, are a pair if all of their conditions but the channel are equal. Shows"
                    + " the pairs that differ and the rules without a counterpart, and simulates what it does to clients"
                    + " to give the rules of --to the mapping of their counterparts. docs/promotion.md explains it.",
            "Nothing is changed without --propose."
        },
        exitCodeList = {
            "0:There is nothing to promote.",
            "1:The server refused.",
            "2:An option is wrong or missing.",
            "3:The server can't be reached, or gave no answer.",
            "4:There are changes with a harmful effect, as for 'balrog simulate'.",
            "5:There are changes without a harmful effect."
        })
public final class CompareChannelsCommand extends RemoteCommand {
    @Option(names = "--product", required = true, paramLabel = "PRODUCT", description = "The product.")
    private String product;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "CHANNEL",
            description = "The channel to be like, such as release-cdntest.")
    private String from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "CHANNEL",
            description = "The channel that would be changed, such as release.")
    private String to;

    @Option(
            names = "--settings",
            paramLabel = "NAME",
            split = ",",
            description = "The fields of rules to promote, separated by commas: mapping, fallbackMapping,"
                    + " backgroundRate; without it mapping.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--rollout",
            paramLabel = "PERCENT",
            description =
                    "Begin a rollout: the background rate of rules that get another mapping. The mapping that they"
                            + " have becomes their fallback mapping, if all clients get it now.")
    private @Nullable Integer rollout;

    @Option(
            names = "--propose",
            description = "Propose the changes as a change set. Another user enacts it, or you, on its page in the"
                    + " console.")
    private boolean propose;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "What the change set is for, for those who sign it off.")
    private String description = "";

    @Mixin
    private TrafficOption traffic;

    @Override
    int run(BalrogClient client, Output out) {
        ChannelDifferences differences = withProgress(progress ->
                client.simulations().compareChannels(product, from, to, settings, rollout, sample(), progress));
        ChangeSet set = propose && !differences.changes().isEmpty()
                ? client.changeSets().propose(description, differences.changes())
                : null;
        if (out.isForPrograms()) {
            ObjectNode json = (ObjectNode) differences.json().deepCopy();
            if (propose) {
                json.set("change_set", set == null ? json.nullNode() : set.json());
            }
            out.json(json);
        } else {
            print(differences, out);
            if (set != null) {
                out.line("");
                out.line(ApplyCommand.proposed(set));
            }
        }
        if (differences.simulation() == null) {
            return ExitCode.OK;
        }
        return differences.simulation().harmful() ? SimulateCommand.HARMFUL : PlanCommand.CHANGES;
    }

    private SimulationRequest sample() {
        SimulationRequest sample = new SimulationRequest();
        traffic.addTo(sample);
        return sample;
    }

    private void print(ChannelDifferences differences, Output out) {
        List<Pair> different = differences.pairs().stream()
                .filter(pair -> !pair.promoted().isEmpty() || !pair.kept().isEmpty() || pair.reordered())
                .toList();
        for (Pair pair : different) {
            print(pair, out);
        }
        named("Only for " + from + ", not promoted", differences.onlyFrom(), out);
        named("Only for " + to + ", left as they are", differences.onlyTo(), out);
        for (Ambiguous group : differences.ambiguous()) {
            out.line("Same conditions, left as they are: " + names(group.from()) + " for " + from + "; "
                    + names(group.to()) + " for " + to + ".");
        }
        int same = differences.pairs().size() - different.size();
        if (!different.isEmpty()) {
            out.line("");
        }
        List<String> counts =
                new ArrayList<>(List.of(counted(differences.changes().size(), "rule") + " to update"));
        if (same > 0) {
            counts.add(counted(same, "pair") + " the same");
        }
        if (!differences.common().isEmpty()) {
            counts.add(counted(differences.common().size(), "rule") + " for both channels");
        }
        out.line(String.join(", ", counts) + ".");
        if (differences.simulation() == null) {
            out.line(
                    differences.pairs().isEmpty() && differences.common().isEmpty()
                            ? "No rule of " + product + " for " + from + " has a counterpart for " + to + "."
                            : "Nothing to promote.");
        } else {
            out.line("");
            SimulateCommand.print(differences.simulation(), out);
        }
    }

    private void print(Pair pair, Output out) {
        String channel = Output.cell(pair.to().path("channel"));
        out.line((pair.promoted().isEmpty() ? "keep " : "update ") + name(pair.to())
                + (channel.equals(to) ? "" : " for " + (channel.isEmpty() ? "all channels" : channel))
                + ", as " + name(pair.from()));
        ChangeReview.printDifferences(
                pair.promoted().stream()
                        .map(change -> new Difference(change.name(), change.before(), change.after()))
                        .toList(),
                out);
        pair.kept()
                .forEach(setting -> out.line("  " + setting.name() + ": " + value(setting.to()) + ", the other has "
                        + value(setting.from())));
        if (pair.reordered()) {
            out.line("  another rule of the same priority precedes only one of the two");
        }
    }

    private static String value(JsonNode value) {
        String text = Output.cell(value);
        return text.isEmpty() ? "(nothing)" : text;
    }

    private static void named(String label, List<JsonNode> rules, Output out) {
        if (!rules.isEmpty()) {
            out.line(label + ": " + names(rules) + ".");
        }
    }

    private static String names(List<JsonNode> rules) {
        return rules.stream().map(CompareChannelsCommand::name).collect(Collectors.joining(", "));
    }

    private static String name(JsonNode rule) {
        String alias = Output.cell(rule.path("alias"));
        return "rule " + rule.path("rule_id").asLong() + (alias.isEmpty() ? "" : " (" + alias + ")");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
