// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import java.util.Locale;

/** Property that responses are counted by. */
public enum TrafficKind {
    /** Channel of the rule that decided. */
    CHANNEL("balrog_answers_total"),
    /** Rule that decided. */
    RULE("balrog_rule_answers_total"),
    /** Release that was offered. */
    RELEASE("balrog_release_answers_total");

    private final String metric;

    TrafficKind(String metric) {
        this.metric = metric;
    }

    /** Returns the counter that the public app exports. */
    String metric() {
        return metric;
    }

    /** Returns the name in the API, which is that of the label, too. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the kind with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TrafficKind of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
