// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import dev.balrog.client.transport.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Findings of the lint, the most severe first.
 *
 * @param findings the findings
 * @param json the whole report
 */
public record LintReport(List<Finding> findings, JsonNode json) {
    public LintReport {
        findings = List.copyOf(findings);
    }

    /**
     * Probable mistake.
     *
     * @param check name of the check
     * @param severity {@code error}, {@code warning} or {@code note}
     * @param rules ids of the rules: first the one to look at
     * @param releases names of the releases that it is about
     * @param reason what is wrong, in a sentence
     * @param example request target of a client that is concerned; null where there is none
     * @param repair what to do, in a sentence
     */
    public record Finding(
            String check,
            String severity,
            List<Long> rules,
            List<String> releases,
            String reason,
            @Nullable String example,
            String repair) {
        public Finding {
            rules = List.copyOf(rules);
            releases = List.copyOf(releases);
        }

        static Finding of(JsonNode json) {
            return new Finding(
                    Fields.text(json, "check"),
                    Fields.text(json, "severity"),
                    Fields.list(json.path("rules"), JsonNode::asLong),
                    Fields.list(json.path("releases"), JsonNode::asString),
                    Fields.text(json, "reason"),
                    Fields.textOrNull(json, "example"),
                    Fields.text(json, "repair"));
        }
    }

    static LintReport of(JsonNode json) {
        return new LintReport(Fields.list(json.path("findings"), Finding::of), json);
    }
}
