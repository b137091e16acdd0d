// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.admin.contract.ProblemException;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.lint.LintCheck;
import dev.balrog.core.lint.LintFinding;
import dev.balrog.core.lint.LintSeverities;
import dev.balrog.core.lint.Linter;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.service.ConcurrencyLimiter;
import dev.balrog.store.InvalidValueException;
import dev.balrog.store.snapshot.ReleaseParseCache;
import dev.balrog.store.snapshot.SimulationData;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Findings of the lint that a change of a rule or pin adds. Only the rules of its product are read.
 * While others are being computed, there are none: they must not make a person wait.
 */
final class LintWarnings {
    private static final ConcurrencyLimiter.Limits LIMITS = new ConcurrencyLimiter.Limits(1, 4, Duration.ofSeconds(2));
    /** Number of rules up to which the lint takes less time than a person waits for a preflight. */
    private static final int MOST_RULES = 2_000;

    private static final Set<String> KINDS = Set.of("rule", "pin");

    private final ChangeEngine engine;
    private final Linter linter;
    private final ReleaseParseCache cache = new ReleaseParseCache();
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(LIMITS);

    LintWarnings(ChangeEngine engine, UrlPolicy policy, LintSeverities severities) {
        this.engine = engine;
        this.linter = new Linter(policy, severities);
    }

    /** Returns a sentence for each finding. */
    List<String> of(JsonNode change) throws InterruptedException {
        if (!KINDS.contains(change.path("kind").asString("")) || !limiter.tryAcquire()) {
            return List.of();
        }
        try {
            SimulatedChange proposed = SimulationHandlers.proposed(change);
            return engine.read(reading -> read(reading, change.path("row"), proposed)).stream()
                    .flatMap(data -> data.added(linter).stream())
                    // Told by the warnings about responses.
                    .filter(finding -> finding.check() != LintCheck.DISCARDED_RESPONSE)
                    .map(finding -> finding.check().text() + ": " + finding.reason() + " " + finding.repair())
                    .toList();
        } catch (ChangeRejectedException | ProblemException | InvalidValueException notApplicable) {
            return List.of();
        } finally {
            limiter.release();
        }
    }

    /** Data of a product before and after a change, so that it is examined outside of the transaction. */
    private record OfProduct(SimulationData data, Optional<String> product) {
        List<LintFinding> added(Linter linter) {
            return Linter.added(linter.lint(data.before(), product), linter.lint(data.after(), product));
        }
    }

    /** Reads the data of the change's product; empty where it has too many rules. */
    private Optional<OfProduct> read(ReadTransaction reading, JsonNode row, SimulatedChange proposed) {
        Optional<String> product = product(reading, row);
        return reading.countRules(product) > MOST_RULES
                ? Optional.empty()
                : Optional.of(new OfProduct(reading.simulating(List.of(proposed), cache, product), product));
    }

    /** Returns the product of the row after the change; empty for all products. */
    private static Optional<String> product(ReadTransaction reading, JsonNode row) {
        if (row.has("product") || !row.has("rule_id")) {
            return Optional.ofNullable(row.path("product").asString(null));
        }
        return reading.find(
                        Entity.RULES, Row.of(RULES.RULE_ID, row.path("rule_id").asInt()))
                .flatMap(rule -> Optional.ofNullable(rule.get(PRODUCT)));
    }
}
