// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.Optional;
import org.jooq.Field;

/**
 * A schema or data change of a migration.
 *
 * @param table name of the table
 * @param name name of the column, index or constraint; of the table when the change concerns all of
 *     it
 * @param initial default value of a dropped column; empty for null, and for all other effects
 */
public record Change(Effect effect, String table, String name, Optional<Field<?>> initial) {

    static Change of(Effect effect, String table, String name) {
        return new Change(effect, table, name, Optional.empty());
    }

    static Change of(Effect effect, String table) {
        return of(effect, table, table);
    }

    /** Returns a description for operators, such as "adds the column rules.note". */
    public String describe() {
        return effect.describe(name.equals(table) ? table : table + "." + name);
    }
}
