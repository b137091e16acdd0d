// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.core.rule.Rule;
import org.jooq.Record;

/** Conversion of rows of the table {@code rules}. */
public final class RuleRows {
    private RuleRows() {}

    /** Returns the rule of a row. */
    public static Rule rule(Record row) {
        return new Rule(
                row.get(RULES.RULE_ID),
                row.get(RULES.DATA_VERSION),
                row.get(RULES.ALIAS),
                row.get(RULES.PRIORITY),
                row.get(RULES.MAPPING),
                row.get(RULES.FALLBACKMAPPING),
                row.get(RULES.BACKGROUNDRATE),
                row.get(RULES.UPDATE_TYPE),
                row.get(RULES.PRODUCT),
                row.get(RULES.VERSION),
                row.get(RULES.CHANNEL),
                row.get(RULES.BUILDTARGET),
                row.get(RULES.BUILDID),
                row.get(RULES.LOCALE),
                row.get(RULES.OSVERSION),
                row.get(RULES.MEMORY),
                row.get(RULES.INSTRUCTIONSET),
                row.get(RULES.JAWS),
                row.get(RULES.MIG64),
                row.get(RULES.DISTRIBUTION),
                row.get(RULES.DISTVERSION),
                row.get(RULES.HEADERARCHITECTURE),
                row.get(RULES.COMMENT));
    }
}
