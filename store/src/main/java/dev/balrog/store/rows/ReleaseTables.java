// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;

/** Reads releases from their three tables. */
public final class ReleaseTables {
    /**
     * Number of releases per batch; small enough to keep the largest releases, of several MB, in
     * memory together.
     */
    private static final int BATCH = 16;

    private ReleaseTables() {}

    /**
     * Reads the existing releases of these names, in batches. Names are compared exactly, even if
     * the collation of a database created by Mozilla's Balrog would match others.
     */
    public static void read(DSLContext sql, Collection<String> names, Consumer<List<ReleaseRows>> consumer) {
        read(sql, names, RowOverlay.NONE, consumer);
    }

    /**
     * Reads the releases of these names that exist once proposed rows are in their places, in
     * batches. Names are compared exactly.
     */
    public static void read(
            DSLContext sql, Collection<String> names, RowOverlay proposed, Consumer<List<ReleaseRows>> consumer) {
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += BATCH) {
            consumer.accept(readBatch(sql, all.subList(from, Math.min(from + BATCH, all.size())), proposed));
        }
    }

    private static List<ReleaseRows> readBatch(DSLContext sql, List<String> names, RowOverlay proposed) {
        List<ReleaseRows> found = new ArrayList<>();
        Map<String, List<Record>> bases = byName(
                proposed.over(
                        RELEASES_JSON,
                        sql.selectFrom(RELEASES_JSON)
                                .where(RELEASES_JSON.NAME.in(names))
                                .fetch(),
                        row -> names.contains(row.get(RELEASES_JSON.NAME))),
                RELEASES_JSON.NAME);
        Map<String, List<Record>> assets = byName(
                proposed.over(
                        RELEASE_ASSETS,
                        sql.selectFrom(RELEASE_ASSETS)
                                .where(RELEASE_ASSETS.NAME.in(names))
                                .orderBy(RELEASE_ASSETS.NAME, RELEASE_ASSETS.PATH)
                                .fetch(),
                        row -> names.contains(row.get(RELEASE_ASSETS.NAME))),
                RELEASE_ASSETS.NAME);
        List<String> others = new ArrayList<>();
        for (String name : names) {
            List<Record> base = bases.getOrDefault(name, List.of());
            ReleaseRows rows = new ReleaseRows(
                    name, base.isEmpty() ? null : base.getFirst(), assets.getOrDefault(name, List.of()), null);
            if (rows.isEmpty()) {
                others.add(name);
            } else {
                found.add(rows);
            }
        }
        if (!others.isEmpty()) {
            List<Record> whole = proposed.over(
                    RELEASES,
                    sql.selectFrom(RELEASES).where(RELEASES.NAME.in(others)).fetch(),
                    row -> others.contains(row.get(RELEASES.NAME)));
            byName(whole, RELEASES.NAME).forEach((name, rows) -> {
                if (others.contains(name)) {
                    found.add(new ReleaseRows(name, null, List.of(), rows.getFirst()));
                }
            });
        }
        return found;
    }

    private static Map<String, List<Record>> byName(List<Record> rows, TableField<Record, String> name) {
        return rows.stream().collect(Collectors.groupingBy(row -> row.get(name)));
    }
}
