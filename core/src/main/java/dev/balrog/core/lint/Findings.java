// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.request.UpdateUrl.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Findings that are collected, without those whose check is off. Not thread-safe. */
final class Findings {
    private static final int MAX_LISTED = 5;

    private final LintSeverities severities;
    private final List<LintFinding> all = new ArrayList<>();

    Findings(LintSeverities severities) {
        this.severities = severities;
    }

    void add(
            LintCheck check,
            @Nullable String product,
            List<Long> rules,
            List<String> releases,
            String reason,
            Optional<UpdateRequest> example,
            String repair) {
        severities
                .of(product, check)
                .ifPresent(severity -> all.add(new LintFinding(
                        check,
                        severity,
                        product,
                        rules,
                        releases,
                        reason,
                        example.map(Findings::target).orElse(null),
                        repair)));
    }

    private static String target(UpdateRequest request) {
        return UpdateUrl.target(request.locale() == null ? Format.JSON : Format.XML, request);
    }

    /** Returns the findings, the most severe first, and those of one severity by check and rule. */
    List<LintFinding> sorted() {
        return all.stream()
                .sorted(Comparator.comparing(LintFinding::severity)
                        .thenComparing(LintFinding::check)
                        .thenComparingLong(finding -> finding.rules().isEmpty()
                                ? Long.MAX_VALUE
                                : finding.rules().getFirst()))
                .toList();
    }

    /** Returns names for a sentence, at most a few of them. */
    static String listed(Stream<String> names) {
        List<String> all = names.distinct().toList();
        String some = all.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return all.size() > MAX_LISTED ? some + " and " + (all.size() - MAX_LISTED) + " more" : some;
    }
}
