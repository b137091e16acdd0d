// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.expectation.YamlOutput;
import dev.balrog.cli.options.CommandGroup;
import dev.balrog.cli.plan.DesiredState;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.rule.RuleField;
import dev.balrog.client.rule.RuleFields;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Commands for rules. */
@Command(
        name = "rule",
        description = "List, show, export, create, change or delete rules.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RuleCommand.ListRules.class,
            RuleCommand.Show.class,
            RuleCommand.Export.class,
            RuleCommand.Submit.class,
            RuleCommand.Delete.class
        })
public final class RuleCommand extends CommandGroup {
    static final String RULE = "RULE";
    private static final String NUMBER_OR_ALIAS = "ID or alias of the rule.";

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

    @Command(
            name = "export",
            description = {
                "Write rules as a file in YAML, for 'balrog plan' and 'balrog apply'.",
                "A plan of an unchanged file has nothing to do."
            })
    static final class Export extends RemoteCommand {
        @Option(names = "--product", paramLabel = "PRODUCT", description = "Only the rules of this product.")
        private @Nullable String product;

        @Override
        int run(BalrogClient client, Output out) {
            ObjectNode file = DesiredState.export(
                    client.rules().list().stream()
                            .filter(rule -> product == null
                                    || product.equals(rule.fields().get(RuleField.PRODUCT)))
                            .toList(),
                    product);
            if (out.isForPrograms()) {
                out.json(file);
            } else {
                out.line(YamlOutput.write(file).stripTrailing());
            }
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
                "Change fields of a rule, or create one.",
                "Concurrent changes of other fields are kept; a concurrent change of these fields is a conflict."
            })
    static final class Submit extends ChangeCommand {
        @Parameters(paramLabel = RULE, arity = "0..1", description = NUMBER_OR_ALIAS + " Default: create a rule.")
        private @Nullable String rule;

        @Option(
                names = "--set",
                paramLabel = "FIELD=VALUE",
                required = true,
                description = "Field and value, such as mapping=Firefox-150.0-build1; nothing after the = for no"
                        + " value. Repeatable.")
        private Map<String, String> values;

        @Override
        int change(BalrogClient client, Output out) {
            RuleFields fields = Converters.ruleFields(values);
            if (rule == null) {
                long id = client.rules().create(fields);
                out.done("Rule " + id + " is created.", Shapes.of("rule_id", id));
            } else {
                long version = client.rules().update(rule, fields);
                out.done(
                        "Rule " + rule + " is changed; data version " + version + ".",
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

    @Command(name = "delete", description = "Delete a rule, unless it is changed concurrently.")
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
