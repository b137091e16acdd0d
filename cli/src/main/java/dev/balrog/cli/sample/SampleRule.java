// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builder of a rule: each method sets one value and returns the builder. */
final class SampleRule {
    private static final int ALL = 100;
    /** Background rates at the start of a rollout, in percent. */
    private static final int[] FIRST_RATES = {10, 25, 50, 75};

    private final ObjectNode columns = JsonNodeFactory.instance.objectNode();
    private int changes;

    private SampleRule(String product) {
        columns.put("product", product).put("backgroundRate", ALL).put("update_type", "minor");
    }

    /** Creates a rule for a product that matches all requests and has no mapping. */
    static SampleRule of(String product) {
        return new SampleRule(product);
    }

    SampleRule channel(String pattern) {
        return when("channel", pattern);
    }

    SampleRule when(String column, String condition) {
        columns.put(column, condition);
        return this;
    }

    SampleRule when(String column, boolean condition) {
        columns.put(column, condition);
        return this;
    }

    SampleRule priority(int priority) {
        columns.put("priority", priority);
        return this;
    }

    SampleRule to(String release) {
        columns.put("mapping", release);
        return this;
    }

    SampleRule throttled(int backgroundRate, @Nullable String fallback) {
        columns.put("backgroundRate", backgroundRate);
        if (fallback != null) {
            columns.put("fallbackMapping", fallback);
        }
        return this;
    }

    SampleRule major() {
        columns.put("update_type", "major");
        return this;
    }

    SampleRule alias(String alias) {
        columns.put("alias", alias);
        return this;
    }

    SampleRule because(String comment) {
        columns.put("comment", comment);
        return this;
    }

    /** Sets how often the rule was changed since its creation. */
    SampleRule changed(int times) {
        changes = times;
        return this;
    }

    /** Returns the rule as it was created, and after each change. */
    List<ObjectNode> versions(int ruleId) {
        List<ObjectNode> versions = new ArrayList<>();
        for (int change = 0; change <= changes; change++) {
            ObjectNode version = columns.deepCopy();
            if (change < changes) {
                version.put("backgroundRate", FIRST_RATES[change % FIRST_RATES.length]);
            }
            version.put("rule_id", ruleId);
            version.put("data_version", change + 1);
            versions.add(version);
        }
        return versions;
    }
}
