// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.query;

import dev.balrog.store.rows.RawRows;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A release without its data. For a release that only exists as a scheduled change, everything but
 * the name is null.
 *
 * @param readOnly whether the release can't be changed; null counts as writable, for an unknown
 *     reason
 */
record ReleaseHead(
        String name,
        @Nullable String product,
        @Nullable Integer dataVersion,
        @Nullable Boolean readOnly) {

    /** Reads the releases of a table one by one. */
    static void forEach(DSLContext sql, Table<Record> table, Consumer<ReleaseHead> heads) {
        RawRows.forEach(
                sql.select(
                                DSL.field(DSL.name("name")),
                                DSL.field(DSL.name("product")),
                                DSL.field(DSL.name("data_version")),
                                DSL.field(DSL.name("read_only")))
                        .from(table),
                row -> {
                    Boolean readOnly = row.getBoolean(4);
                    if (row.wasNull()) {
                        readOnly = null;
                    }
                    heads.accept(new ReleaseHead(row.getString(1), row.getString(2), row.getInt(3), readOnly));
                });
    }

    /** Returns the release as an object by column name, including nulls. */
    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("product", product)
                .put("data_version", dataVersion)
                .put("read_only", readOnly);
    }
}
