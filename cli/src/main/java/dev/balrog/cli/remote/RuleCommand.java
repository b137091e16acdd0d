// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.RuleField;
import dev.balrog.client.RuleFields;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Commands for rules. */
@Command(
        name = "rule",
        description = "List, show, make, change or delete rules of a server.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RuleCommand.ListRules.class,
            RuleCommand.Show.class,
            RuleCommand.Submit.class,
            RuleCommand.Delete.class
        })
public final class RuleCommand extends CommandGroup {
    static final String RULE = "RULE";
    private static final String NUMBER_OR_ALIAS = "The rule's number or alias.";

    /** Parses values for fields of a rule, as given on the command line. */
    static RuleFields fields(Map<String, String> values) {
        RuleFields fields = RuleFields.NONE;
        for (Map.Entry<String, String> value : values.entrySet()) {
            RuleField field = RuleField.named(value.getKey())
                    .orElseThrow(() -> new InvalidOptionException("a rule has no field '" + value.getKey()
                            + "': there are "
                            + Arrays.stream(RuleField.values())
                                    .map(RuleField::apiName)
                                    .collect(Collectors.joining(", "))));
            try {
                fields = fields.with(field, value.getValue());
            } catch (IllegalArgumentException wrong) {
                throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
            }
        }
        return fields;
    }

    @Command(name = "list", description = "List rules, in ascending order of priority.")
    static final class ListRules extends RemoteCommand {
        @Option(names = "--product", paramLabel = "PRODUCT", description = "Only the rules for this product.")
        private @Nullable String product;

        @Override
        int run(BalrogClient client, Output out) {
            out.list(
                    client.rules().list(product).stream().map(Shapes::rule).toList(),
                    "rule_id",
                    "alias",
                    "priority",
                    "product",
                    "channel",
                    "version",
                    "mapping",
                    "backgroundRate");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a rule.")
    static final class Show extends RemoteCommand {
        @Parameters(paramLabel = RULE, description = NUMBER_OR_ALIAS)
        private String rule;

        @Override
        int run(BalrogClient client, Output out) {
            out.object(Shapes.rule(client.rules().get(rule)));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "submit",
            description = {
                "Change fields of a rule, or make a new one.",
                "When somebody else changes the rule at the same time, but not in these fields, it is done all the same."
            })
    static final class Submit extends ChangeCommand {
        @Parameters(paramLabel = RULE, arity = "0..1", description = NUMBER_OR_ALIAS + " Without it: a new rule.")
        private @Nullable String rule;

        @Option(
                names = "--set",
                paramLabel = "FIELD=VALUE",
                required = true,
                description = "A field and its value, such as mapping=Firefox-150.0-build1; nothing after the = for no"
                        + " value. Any number of times.")
        private Map<String, String> values;

        @Override
        int change(BalrogClient client, Output out) {
            RuleFields fields = fields(values);
            if (rule == null) {
                long id = client.rules().create(fields);
                out.done("Rule " + id + " is made.", Shapes.of("rule_id", id));
            } else {
                long version = client.rules().update(rule, fields);
                out.done(
                        "Rule " + rule + " is changed; its data version is " + version + ".",
                        Shapes.of("new_data_version", version));
            }
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return rule == null
                    ? MissingNode.getInstance()
                    : Shapes.rule(client.rules().get(rule));
        }
    }

    @Command(name = "delete", description = "Delete a rule, unless somebody changes it at the same time.")
    static final class Delete extends ChangeCommand {
        @Parameters(paramLabel = RULE, description = NUMBER_OR_ALIAS)
        private String rule;

        @Override
        int change(BalrogClient client, Output out) {
            client.rules().delete(rule);
            out.done("Rule " + rule + " is deleted.", Shapes.of("deleted", rule));
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return Shapes.rule(client.rules().get(rule));
        }
    }
}
