// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.rule.Rule;
import dev.balrog.client.schedule.ChangeType;
import dev.balrog.client.schedule.ScheduleRequest;
import dev.balrog.client.schedule.Scheduled;
import dev.balrog.client.schedule.UptakeCondition;
import dev.balrog.client.transport.ObjectKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Schedules a change. */
@Command(
        name = "schedule",
        description = {
            "Schedule a change.",
            "Changes of releases are scheduled by 'balrog release submit --when', those of pins by 'balrog pin set"
                    + " --when'."
        })
final class ScheduleCommand extends ChangeCommand {
    private static final String RULE_ID = "rule_id";
    private static final String DATA_VERSION = "data_version";
    private static final Set<String> NUMBERS = Set.of(RULE_ID, DATA_VERSION, "signoffs_required");
    private static final Set<String> TRUTHS = Set.of("read_only");

    @Parameters(
            paramLabel = Subject.LABEL,
            converter = Subject.Converter.class,
            description = "Type of entity: rule, release-v1, permission, shutoff, product-signoff or"
                    + " permission-signoff.")
    private Subject subject;

    @Option(names = "--change", paramLabel = "insert|update|delete", required = true, description = "Type of change.")
    private ChangeType type;

    @Option(
            names = "--when",
            paramLabel = "TIME",
            required = true,
            converter = Converters.Time.class,
            description = "Scheduled time, such as 2026-12-31T18:00:00Z.")
    private Instant when;

    @Option(
            names = "--set",
            paramLabel = "MEMBER=VALUE",
            description = "Member of the entity: its key, such as rule_id=7; its data_version, which"
                    + " is read from the server for rules; or a member to set. Repeatable.")
    private @Nullable Map<String, String> values;

    @Option(names = "--file", paramLabel = "FILE", description = "JSON file with members of the entity.")
    private @Nullable Path file;

    @ArgGroup(exclusive = false)
    private @Nullable Uptake uptake;

    /** Uptake condition in place of the time. */
    static final class Uptake {
        @Option(
                names = "--uptake",
                paramLabel = "NUMBER",
                required = true,
                description = "Uptake to wait for; rules only.")
        private long number;

        @Option(
                names = "--uptake-product",
                paramLabel = "PRODUCT",
                required = true,
                description = "Product whose uptake is measured.")
        private String product;

        @Option(
                names = "--uptake-channel",
                paramLabel = "CHANNEL",
                required = true,
                description = "Channel whose uptake is measured.")
        private String channel;
    }

    @Override
    int change(BalrogClient client, Output out) {
        ObjectKind kind = subject.kind()
                .filter(known -> known != ObjectKind.PIN)
                .orElseThrow(() -> new InvalidOptionException("changes of type " + subject.label()
                        + " are scheduled by 'balrog release submit --when' or 'balrog pin set --when'"));
        UptakeCondition condition =
                uptake == null ? null : new UptakeCondition(uptake.product, uptake.channel, uptake.number);
        Scheduled scheduled = client.scheduledChanges()
                .schedule(kind, new ScheduleRequest(type, when, condition, object(client, kind)));
        out.done(
                "Scheduled change " + scheduled.id() + " of type " + subject.label() + " for " + when + ".",
                Shapes.of("sc_id", scheduled.id()));
        return ExitCode.OK;
    }

    @Override
    JsonNode current(BalrogClient client) {
        JsonNode rule = members().path(RULE_ID);
        return subject == Subject.RULE && rule.isNumber()
                ? Shapes.rule(client.rules().get(rule.asString()))
                : MissingNode.getInstance();
    }

    private ObjectNode object(BalrogClient client, ObjectKind kind) {
        ObjectNode members = members();
        if (kind == ObjectKind.RULE && members.has(RULE_ID) && !members.has(DATA_VERSION)) {
            Rule rule = client.rules().get(members.path(RULE_ID).asString());
            if (type == ChangeType.UPDATE) {
                // Unnamed fields keep their values; the server would clear fields that are absent.
                members = rule.fields().toJson().setAll(members);
            }
            members.put(DATA_VERSION, rule.dataVersion());
        }
        return members;
    }

    private ObjectNode members() {
        ObjectNode members = file == null ? Shapes.object() : Converters.object(file);
        Map<String, String> texts = new HashMap<>(values == null ? Map.of() : values);
        for (String name : NUMBERS) {
            String number = texts.remove(name);
            if (number != null) {
                members.put(name, number(name, number));
            }
        }
        if (subject == Subject.RULE) {
            return members.setAll(Converters.ruleFields(texts).toJson());
        }
        texts.forEach((name, text) -> {
            if (TRUTHS.contains(name)) {
                members.put(name, Boolean.parseBoolean(text));
            } else {
                members.put(name, text);
            }
        });
        return members;
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidOptionException(name + " must be an integer, not '" + text + "'");
        }
    }
}
