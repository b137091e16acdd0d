// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.List;

/**
 * Rejects releases where a client can match two groups of {@code updateLine} that set the same
 * field: the response would depend on their order. Equal groups are allowed, as in Mozilla's
 * Balrog.
 */
final class UpdateLineCheck implements ContentCheck {
    private static final int MAX_GROUPS = 200;
    private static final int MAX_COMPARISONS = 2_000_000;

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        if (release.schema() != ReleaseSchema.APP_9) {
            return;
        }
        Located updateLine = release.root().at("updateLine");
        List<Located> groups = updateLine.children().toList();
        if (groups.size() > MAX_GROUPS) {
            findings.add(updateLine, "has more than " + MAX_GROUPS + " groups");
            return;
        }
        ClientOverlap overlap = new ClientOverlap(MAX_COMPARISONS);
        for (int i = 0; i < groups.size(); i++) {
            for (int j = 0; j < i; j++) {
                compare(groups.get(j), groups.get(i), overlap, findings);
            }
        }
        if (overlap.isExhausted()) {
            findings.add(updateLine, "has too many conditions");
        }
    }

    private static void compare(Located earlier, Located later, ClientOverlap overlap, Findings findings) {
        if (overlap.isExhausted() || earlier.value().equals(later.value())) {
            return;
        }
        Located fields = later.at("fields");
        List<String> both = fields.children()
                .map(Located::key)
                .filter(field -> earlier.at("fields").value().has(field))
                .toList();
        if (!both.isEmpty() && overlap.of(earlier.at("for"), later.at("for")) && !overlap.isExhausted()) {
            findings.add(
                    fields.at(both.getFirst()),
                    "Multiple values found for updateLine items: " + String.join(", ", both) + " (set by the group "
                            + earlier.key() + " for some of the same clients)");
        }
    }
}
