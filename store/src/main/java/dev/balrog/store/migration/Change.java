// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.Optional;
import org.jooq.Field;

/**
 * One thing that a migration does.
 *
 * @param table name of the table
 * @param name name of the column, index or constraint; of the table where it is about the whole of it
 * @param initial what a column that is dropped has where nobody has given it a value; empty for null, and for all else
 */
public record Change(Effect effect, String table, String name, Optional<Field<?>> initial) {

    static Change of(Effect effect, String table, String name) {
        return new Change(effect, table, name, Optional.empty());
    }

    static Change of(Effect effect, String table) {
        return of(effect, table, table);
    }

    /** For people, such as "adds the column rules.note". */
    public String describe() {
        return effect.describe(name.equals(table) ? table : table + "." + name);
    }
}
