// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.core.lint.LintFinding;
import dev.balrog.core.lint.LintSeverities;
import dev.balrog.core.lint.Linter;
import dev.balrog.core.lint.Severity;
import dev.balrog.core.release.UrlPolicy;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lint of the current rules, pins and releases. */
final class LintHandlers {
    private final SimulationHandlers simulations;
    private final Linter linter;

    LintHandlers(SimulationHandlers simulations, UrlPolicy policy, LintSeverities severities) {
        this.simulations = simulations;
        this.linter = new Linter(policy, severities);
    }

    Reply lint(Call call) throws InterruptedException {
        Optional<String> product = call.queried("product");
        return Reply.json(json(simulations.limited(List.of(), data -> linter.lint(data.after(), product))));
    }

    private static ObjectNode json(List<LintFinding> findings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode counts = json.putObject("counts");
        for (Severity severity : Severity.values()) {
            counts.put(
                    severity.text(),
                    findings.stream()
                            .filter(finding -> finding.severity() == severity)
                            .count());
        }
        ArrayNode list = json.putArray("findings");
        findings.forEach(finding -> put(list.addObject(), finding));
        return json;
    }

    private static void put(ObjectNode json, LintFinding finding) {
        json.put("check", finding.check().text())
                .put("severity", finding.severity().text())
                .put("product", finding.product());
        finding.rules().forEach(json.putArray("rules")::add);
        finding.releases().forEach(json.putArray("releases")::add);
        json.put("reason", finding.reason()).put("example", finding.example()).put("repair", finding.repair());
    }
}
