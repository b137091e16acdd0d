// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.expectation.ExpectationFiles;
import dev.balrog.cli.expectation.ServedDataOptions;
import dev.balrog.cli.options.AdminServerOptions;
import dev.balrog.cli.options.CommandGroup;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.options.OutputOptions;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.expectation.StoredExpectation;
import dev.balrog.client.expectation.StoredExpectations;
import dev.balrog.client.simulation.ExpectationReport;
import dev.balrog.client.simulation.ExpectationReport.CheckedExpectation;
import dev.balrog.client.simulation.ExpectationReport.Example;
import dev.balrog.client.simulation.ExpectationReport.Side;
import dev.balrog.core.expectation.ExpectationCheckJson;
import dev.balrog.core.expectation.ExpectationEvaluator;
import dev.balrog.core.expectation.ExpectationGenerator;
import dev.balrog.core.expectation.ExpectationResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Commands for expectations, the tests for rules. */
@Command(
        name = "expect",
        description = "Check expectations, the tests for rules, or write them for what is served now.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ExpectCommand.Check.class,
            ExpectCommand.Generate.class,
            ExpectCommand.Apply.class,
            ExpectCommand.Export.class
        })
public final class ExpectCommand extends CommandGroup {

    /** Checks files of expectations. */
    @Command(
            name = "check",
            description = {
                "Check expectations: does each of their requests get what is expected?",
                "Asks the server, or evaluates --data-set or --from-database without one. With --changes the server"
                        + " compares before and after: an expectation that is broken already is no failure."
            },
            abbreviateSynopsis = true,
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:All expectations are held, or the changes break none.",
                "1:The server refused, or the data can't be read.",
                "2:An option is wrong or missing, or a file has no valid expectations.",
                "3:The server can't be reached, or gave no answer.",
                "4:An expectation is broken."
            })
    static final class Check implements Callable<Integer> {
        /** Exit code for broken expectations. */
        static final int BROKEN = 4;

        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "Files of expectations, in YAML or JSON; docs/expectations.md describes them.")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = "--changes",
                paramLabel = "FILE",
                description = "A file of proposed changes, as for 'balrog simulate --file'; only for servers.")
        private @Nullable Path changes;

        @Mixin
        private ServedDataOptions data;

        @Mixin
        private AdminServerOptions server;

        @Mixin
        private OutputOptions output;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            ExpectationFiles expectations = ExpectationFiles.read(files);
            ExpectationReport report = data.isGiven() ? evaluate(expectations) : ask(expectations);
            Output out = new Output(spec.commandLine().getOut(), output.format());
            if (out.isForPrograms()) {
                out.json(report.json());
            } else {
                print(report, out);
            }
            return broken(report).isEmpty() ? ExitCode.OK : BROKEN;
        }

        private ExpectationReport evaluate(ExpectationFiles files) {
            if (changes != null) {
                throw new InvalidOptionException("--changes needs a server: leave --data-set and --from-database away");
            }
            List<ExpectationResult> results =
                    new ExpectationEvaluator(data.urlPolicy()).evaluate(data.snapshot(), files.expectations());
            return ExpectationReport.of(ExpectationCheckJson.of(results, results));
        }

        private ExpectationReport ask(ExpectationFiles files) {
            List<JsonNode> proposed = changes == null ? List.of() : ProposedChanges.read(changes);
            return server.client().simulations().checkExpectations(files.json(), proposed);
        }

        /** Returns the expectations because of which the command fails. */
        private List<CheckedExpectation> broken(ExpectationReport report) {
            return report.expectations().stream()
                    .filter(checked -> !checked.after().held())
                    .filter(checked -> changes == null || checked.before().held())
                    .toList();
        }

        private void print(ExpectationReport report, Output out) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("RESULT", "EXPECTATION", "REQUESTS", "EXPECTED"));
            for (CheckedExpectation checked : report.expectations()) {
                Side after = checked.after();
                rows.add(List.of(
                        result(checked),
                        checked.name(),
                        after.held() ? Long.toString(checked.requests()) : after.broken() + " of " + checked.requests(),
                        checked.expected()));
            }
            out.table(rows);
            for (CheckedExpectation checked : broken(report)) {
                out.line("");
                out.line(checked.name() + " expects " + checked.expected() + "."
                        + (checked.description().isEmpty() ? "" : " " + checked.description()));
                for (Example example : checked.after().examples()) {
                    out.line("  " + example.actual()
                            + (example.rule() == null ? "" : ", by rule " + example.rule())
                            + (example.rollout().equals("out") ? ", outside of the rollout" : "") + ":");
                    out.line("  " + example.url());
                }
            }
        }

        private String result(CheckedExpectation checked) {
            if (checked.after().held()) {
                return checked.before().held() ? "held" : "repaired";
            }
            return changes == null || checked.before().held() ? "broken" : "broken already";
        }
    }

    /** Stores files of expectations in the database. */
    @Command(
            name = "apply",
            description = {
                "Store expectations in the database, where changes that break one are refused.",
                "Creates those that are missing and replaces those that differ, one after the other. It can be run"
                        + " again after a failure.",
                "Replacing and deleting one needs the signoffs of the rules that it tests: 'balrog apply' with the same"
                        + " files proposes a change set, which can be signed off."
            })
    static final class Apply extends RemoteCommand {
        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "Files of expectations, in YAML or JSON; docs/expectations.md describes them.")
        private List<Path> files = new ArrayList<>();

        @Option(names = "--prune", description = "Delete stored expectations that are in none of the files.")
        private boolean prune;

        @Option(names = "--dry-run", description = "Only print what would be changed.")
        private boolean dryRun;

        @Override
        int run(BalrogClient client, Output out) {
            ExpectationFiles wanted = ExpectationFiles.read(files);
            StoredExpectations api = client.expectations();
            Map<String, StoredExpectation> stored = new TreeMap<>();
            api.list().forEach(expectation -> stored.put(expectation.name(), expectation));
            Changes changes = new Changes(out, dryRun);
            int unchanged = 0;
            for (JsonNode expectation : wanted.json()) {
                StoredExpectation present =
                        stored.remove(expectation.path("name").asString());
                if (present == null) {
                    changes.make("create", expectation, () -> api.create(expectation));
                } else if (present.expectation().equals(expectation)) {
                    unchanged++;
                } else {
                    changes.make("replace", expectation, () -> api.replace(present, expectation));
                }
            }
            if (prune) {
                stored.values().forEach(gone -> changes.make("delete", gone.expectation(), () -> api.delete(gone)));
            }
            if (out.isForPrograms()) {
                out.json(changes.results);
            } else {
                out.line((changes.results.size() - changes.needSignoffs) + (dryRun ? " to change, " : " changed, ")
                        + unchanged + " unchanged.");
            }
            return changes.needSignoffs == 0
                    ? ExitCode.OK
                    : fail(changes.needSignoffs
                            + " not changed for lack of signoffs: 'balrog apply' with the same files proposes a change"
                            + " set");
        }

        /** Changes that were made or rejected so far. */
        private static final class Changes {
            private final Output out;
            private final boolean dryRun;
            private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
            private int needSignoffs;

            Changes(Output out, boolean dryRun) {
                this.out = out;
                this.dryRun = dryRun;
            }

            void make(String change, JsonNode expectation, Runnable action) {
                boolean made = dryRun || isMade(action);
                String name = expectation.path("name").asString();
                results.addObject().put("change", change).put("name", name).put("needs_signoffs", !made);
                if (!out.isForPrograms()) {
                    out.line(change + "  " + name + (made ? "" : "  (needs signoffs)"));
                }
            }

            private boolean isMade(Runnable action) {
                try {
                    action.run();
                    return true;
                } catch (ApiException rejected) {
                    if (rejected.needsSignoff()) {
                        needSignoffs++;
                        return false;
                    }
                    throw rejected;
                }
            }
        }
    }

    /** Writes the expectations in the database. */
    @Command(name = "export", description = "Write the expectations in the database, as a file in YAML.")
    static final class Export extends RemoteCommand {
        @Override
        int run(BalrogClient client, Output out) {
            ArrayNode expectations = JsonNodeFactory.instance.arrayNode();
            client.expectations().list().forEach(stored -> expectations.add(stored.expectation()));
            if (out.isForPrograms()) {
                out.json(JsonNodeFactory.instance.objectNode().set("expectations", expectations));
            } else {
                out.line(ExpectationFiles.write(expectations).stripTrailing());
            }
            return ExitCode.OK;
        }
    }

    /** Writes expectations for what is served. */
    @Command(
            name = "generate",
            description = {
                "Write expectations for what is served now, as a file in YAML.",
                "One for each product, channel and platform: that clients reach the newest version which they reach"
                        + " now, within as many steps. Releases without versions are expected by name."
            },
            abbreviateSynopsis = true)
    static final class Generate implements Callable<Integer> {
        private static final int REQUESTS = 50_000;

        @Option(names = "--product", paramLabel = "PRODUCT", description = "Only this product.")
        private @Nullable String product;

        @Mixin
        private ServedDataOptions data;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            out.print(ExpectationFiles.write(ExpectationGenerator.generate(
                    data.snapshot(), data.urlPolicy(), Optional.ofNullable(product), REQUESTS)));
            out.flush();
            return ExitCode.OK;
        }
    }
}
