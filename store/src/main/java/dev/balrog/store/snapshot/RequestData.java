// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.store.rows.ReleaseTables;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/**
 * Data that the response to one request depends on: all rules, shutoffs and pins, but only the
 * releases reachable for the request. Small enough to be read for a single response.
 *
 * @param snapshot snapshot that gives the same response to this request as one of the whole
 *     database; not valid for other requests
 * @param problems errors of relevant releases that can't be read, by name
 */
public record RequestData(Snapshot snapshot, Map<String, String> problems) {

    public RequestData {
        problems = Map.copyOf(problems);
    }

    /**
     * Reads the data within a transaction.
     *
     * @param change function from the stored rules to the rules to evaluate; both ordered by id
     */
    public static RequestData read(DSLContext sql, UpdateRequest request, UnaryOperator<List<Rule>> change) {
        SnapshotRows rows = SnapshotRows.read(sql);
        Load load = new Load(sql);
        Snapshot snapshot = SnapshotBuilder.buildFor(request, rows, change.apply(rows.rules()), load);
        return new RequestData(snapshot, load.problems);
    }

    private static final class Load implements SnapshotBuilder.Releases {
        private final DSLContext sql;
        private final ObjectReader reader = ParsedRelease.reader();
        private final Map<String, String> problems = new TreeMap<>();

        Load(DSLContext sql) {
            this.sql = sql;
        }

        @Override
        public Map<String, StoredRelease> whole(Set<String> names) {
            Map<String, StoredRelease> found = new HashMap<>();
            parse(names, true).forEach((name, parsed) -> {
                put(found, name, parsed.stored());
                put(problems, name, parsed.problem());
            });
            return found;
        }

        @Override
        public Map<String, KnownBuilds> builds(Set<String> names) {
            Map<String, KnownBuilds> found = new HashMap<>();
            parse(names, false).forEach((name, parsed) -> put(found, name, parsed.builds()));
            return found;
        }

        private Map<String, ParsedRelease> parse(Collection<String> names, boolean whole) {
            Map<String, ParsedRelease> parsed = new HashMap<>();
            ReleaseTables.read(
                    sql,
                    names,
                    batch -> batch.forEach(rows -> parsed.put(rows.name(), ParsedRelease.of(rows, whole, reader))));
            return parsed;
        }

        private static <T> void put(Map<String, T> values, String name, @Nullable T value) {
            if (value != null) {
                values.put(name, value);
            }
        }
    }
}
