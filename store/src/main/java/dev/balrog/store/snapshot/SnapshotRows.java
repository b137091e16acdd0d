// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import static dev.balrog.store.jooq.Tables.EMERGENCY_SHUTOFFS;
import static dev.balrog.store.jooq.Tables.PERMISSIONS_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Pin;
import dev.balrog.core.snapshot.Shutoff;
import dev.balrog.store.rows.RowCodec;
import dev.balrog.store.rows.RowLines;
import dev.balrog.store.rows.RowOverlay;
import dev.balrog.store.rows.RuleRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/** Source rows of a snapshot except releases: whole tables, each ordered by key. */
final class SnapshotRows {
    /**
     * Tables of the source rows. Responses don't depend on required signoffs, but spools and
     * exports contain them.
     */
    static final List<Table<Record>> TABLES =
            List.of(RULES, EMERGENCY_SHUTOFFS, PINNABLE_RELEASES, PRODUCT_REQ_SIGNOFFS, PERMISSIONS_REQ_SIGNOFFS);

    private final Map<Table<Record>, List<Record>> rows;

    SnapshotRows(Map<Table<Record>, List<Record>> rows) {
        this.rows = rows;
    }

    static SnapshotRows read(DSLContext sql) {
        Map<Table<Record>, List<Record>> rows = new LinkedHashMap<>();
        for (Table<Record> table : TABLES) {
            var key = table.getPrimaryKey();
            rows.put(
                    table,
                    sql.selectFrom(table)
                            .orderBy(key == null ? List.of() : key.getFields())
                            .fetch());
        }
        return new SnapshotRows(rows);
    }

    /** Returns the rows with proposed ones in their places. */
    SnapshotRows with(RowOverlay proposed) {
        Map<Table<Record>, List<Record>> changed = new LinkedHashMap<>();
        rows.forEach((table, records) -> changed.put(table, proposed.over(table, records)));
        return new SnapshotRows(changed);
    }

    /** Returns the rows with only the rules of a product and those for all; all where it is empty. */
    SnapshotRows ofProduct(Optional<String> product) {
        if (product.isEmpty()) {
            return this;
        }
        Map<Table<Record>, List<Record>> some = new LinkedHashMap<>(rows);
        some.put(
                RULES,
                of(RULES).stream()
                        .filter(row ->
                                row.get(RULES.PRODUCT) == null || product.get().equals(row.get(RULES.PRODUCT)))
                        .toList());
        return new SnapshotRows(some);
    }

    void forEach(BiConsumer<Table<Record>, List<Record>> consumer) {
        rows.forEach(consumer);
    }

    RowLines lines() {
        RowLines.Builder lines = new RowLines.Builder();
        rows.forEach((table, records) -> lines.add(RowCodec.of(table), records));
        return lines.build();
    }

    List<Rule> rules() {
        return of(RULES).stream().map(RuleRows::rule).toList();
    }

    List<Shutoff> shutoffs() {
        return of(EMERGENCY_SHUTOFFS).stream()
                .map(row -> new Shutoff(row.get(EMERGENCY_SHUTOFFS.PRODUCT), row.get(EMERGENCY_SHUTOFFS.CHANNEL)))
                .toList();
    }

    List<Pin> pins() {
        return of(PINNABLE_RELEASES).stream()
                .map(row -> new Pin(
                        row.get(PINNABLE_RELEASES.PRODUCT),
                        row.get(PINNABLE_RELEASES.CHANNEL),
                        row.get(PINNABLE_RELEASES.VERSION),
                        row.get(PINNABLE_RELEASES.MAPPING)))
                .toList();
    }

    private List<Record> of(Table<Record> table) {
        return rows.getOrDefault(table, List.of());
    }
}
