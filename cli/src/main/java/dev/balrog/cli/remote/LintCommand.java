// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.Variable;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.simulation.LintReport;
import dev.balrog.client.simulation.LintReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Command that finds probable mistakes in the current rules, pins and releases. */
@Command(
        name = "lint",
        description = {
            "Find probable mistakes in the current rules, pins and the releases that they map to.",
            "docs/lint.md describes each check. The server's --lint-severities sets the severities."
        },
        exitCodeList = {
            "0:There is no finding, or none as severe as --fail-on.",
            "1:The server refused.",
            "2:An option is wrong or missing.",
            "3:The server can't be reached, or gave no answer.",
            "4:There are findings as severe as --fail-on, or more so."
        })
public final class LintCommand extends RemoteCommand {
    /** Exit code for findings as severe as {@code --fail-on}. */
    static final int FOUND = 4;

    private static final List<String> SEVERITIES = List.of("error", "warning", "note");

    @Option(names = "--product", paramLabel = "PRODUCT", description = "Only rules and pins of this product.")
    private @Nullable String product;

    @Option(
            names = "--fail-on",
            paramLabel = "error|warning|note",
            defaultValue = "error",
            description = "Least severity of a finding with which the command fails.")
    @Variable("LINT_FAIL_ON")
    private FailOn failOn;

    /** Severities. */
    enum FailOn {
        ERROR,
        WARNING,
        NOTE
    }

    @Override
    int run(BalrogClient client, Output out) {
        LintReport report = client.simulations().lint(product);
        if (out.isForPrograms()) {
            out.json(report.json());
        } else {
            print(report, out);
        }
        int least = SEVERITIES.indexOf(failOn.name().toLowerCase(Locale.ROOT));
        return report.findings().stream().anyMatch(finding -> SEVERITIES.indexOf(finding.severity()) <= least)
                ? FOUND
                : ExitCode.OK;
    }

    private static void print(LintReport report, Output out) {
        if (report.findings().isEmpty()) {
            out.line("Nothing found.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SEVERITY", "CHECK", "RULES", "REASON"));
        for (Finding finding : report.findings()) {
            rows.add(List.of(
                    finding.severity(),
                    finding.check(),
                    finding.rules().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    finding.reason()));
        }
        out.table(rows);
        out.line("");
        out.line("What to do, each with a request that POST /v2/explain explains:");
        for (Finding finding : report.findings()) {
            out.line(finding.check() + ": " + finding.repair());
            if (finding.example() != null) {
                out.line("  " + finding.example());
            }
        }
    }
}
