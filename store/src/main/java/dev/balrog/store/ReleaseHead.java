// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A release without its data. All but its name is null of one that is only scheduled to be.
 *
 * @param readOnly whether it can't be changed; null for an unknown reason means that it can
 */
record ReleaseHead(
        String name,
        @Nullable String product,
        @Nullable Integer dataVersion,
        @Nullable Boolean readOnly) {

    /** Reads them from a table of releases, one by one, and past jOOQ's records, which take longer than all the rest. */
    static void forEach(DSLContext sql, Table<Record> table, Consumer<ReleaseHead> heads) {
        try (ResultSet rows = sql.select(
                        DSL.field(DSL.name("name")),
                        DSL.field(DSL.name("product")),
                        DSL.field(DSL.name("data_version")),
                        DSL.field(DSL.name("read_only")))
                .from(table)
                .fetchResultSet()) {
            while (rows.next()) {
                Boolean readOnly = rows.getBoolean(4);
                if (rows.wasNull()) {
                    readOnly = null;
                }
                heads.accept(new ReleaseHead(rows.getString(1), rows.getString(2), rows.getInt(3), readOnly));
            }
        } catch (SQLException e) {
            throw new DataAccessException(e.getMessage(), e);
        }
    }

    /** An object by column name, nulls included. */
    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("product", product)
                .put("data_version", dataVersion)
                .put("read_only", readOnly);
    }
}
