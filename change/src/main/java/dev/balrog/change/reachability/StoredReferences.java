// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.reachability;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;

import dev.balrog.core.reach.References;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the references of releases from the tables of whole and split releases; if a name is in
 * both, the union of both. The query omits the content of releases that can't be superblobs, which
 * is the largest part.
 */
final class StoredReferences {
    private static final int BATCH = 500;

    private StoredReferences() {}

    /** Table of releases. */
    private record Source(
            Table<Record> table,
            TableField<Record, String> name,
            TableField<Record, Integer> version,
            Field<String> data) {}

    private static final List<Source> SOURCES = List.of(
            new Source(RELEASES, RELEASES.NAME, RELEASES.DATA_VERSION, RELEASES.DATA.coerce(String.class)),
            new Source(
                    RELEASES_JSON,
                    RELEASES_JSON.NAME,
                    RELEASES_JSON.DATA_VERSION,
                    RELEASES_JSON.DATA.coerce(String.class)));

    /**
     * Versions and references of releases.
     *
     * @param heads versions by name, of existing releases
     * @param references references by name, of releases that have any
     * @param characters length of all content
     */
    record Contents(Map<String, String> heads, Map<String, References> references, long characters) {}

    /** Returns the references by name, of releases that have any. */
    static Map<String, References> read(DSLContext sql, Set<String> names) {
        return readContents(sql, names).references;
    }

    /** Returns the versions by name, of existing releases. */
    static Map<String, String> heads(DSLContext sql, Set<String> names) {
        Map<String, String> heads = new HashMap<>();
        for (Source source : SOURCES) {
            for (List<String> batch : batches(names)) {
                sql.select(source.name, source.version)
                        .from(source.table)
                        .where(source.name.in(batch))
                        .forEach(row -> heads.merge(row.value1(), head(source, row.value2()), String::concat));
            }
        }
        heads.keySet().retainAll(names);
        return heads;
    }

    /** Returns the content of releases. */
    static Contents readContents(DSLContext sql, Set<String> names) {
        Map<String, String> heads = new HashMap<>();
        Map<String, References> references = new HashMap<>();
        long characters = 0;
        for (Source source : SOURCES) {
            Field<Long> length = DSL.field("length({0})", Long.class, source.data);
            Field<String> candidate = DSL.field(
                    "CASE WHEN instr({0}, '\"blobs\"') > 0 OR instr({0}, '\"products\"') > 0 THEN {0} END",
                    String.class, source.data);
            for (List<String> batch : batches(names)) {
                for (var row : sql.select(source.name, source.version, length, candidate)
                        .from(source.table)
                        .where(source.name.in(batch))
                        .fetch()) {
                    heads.merge(row.value1(), head(source, row.value2()), String::concat);
                    Long size = row.value3();
                    characters += size == null ? 0 : size;
                    References found = references(row.value4());
                    if (!found.isEmpty()) {
                        references.merge(row.value1(), found, StoredReferences::union);
                    }
                }
            }
        }
        heads.keySet().retainAll(names);
        references.keySet().retainAll(names);
        return new Contents(heads, references, characters);
    }

    private static String head(Source source, Integer version) {
        return source.table.getName() + " " + version + "\n";
    }

    /** Returns the references of a release; none if its JSON is invalid. */
    static References references(@Nullable String json) {
        if (json == null) {
            return References.NONE;
        }
        try {
            return References.of(JsonMapper.shared().readTree(json));
        } catch (JacksonException e) {
            // Invalid JSON can't be served.
            return References.NONE;
        }
    }

    private static References union(References some, References others) {
        Set<String> parts = new HashSet<>(some.parts());
        parts.addAll(others.parts());
        Set<String> products = new HashSet<>(some.products());
        products.addAll(others.products());
        return new References(parts, products);
    }

    private static List<List<String>> batches(Set<String> names) {
        List<String> all = List.copyOf(names);
        return IntStream.iterate(0, from -> from < all.size(), from -> from + BATCH)
                .mapToObj(from -> all.subList(from, Math.min(from + BATCH, all.size())))
                .toList();
    }
}
