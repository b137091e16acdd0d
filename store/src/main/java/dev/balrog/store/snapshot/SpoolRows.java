// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.store.StoreException;
import dev.balrog.store.dataset.DataSetInput;
import dev.balrog.store.dataset.DataSetScope;
import dev.balrog.store.rows.ReleaseRows;
import dev.balrog.store.rows.RowCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/**
 * Builder of a snapshot from the rows of a data set, in which the rows of each release are
 * consecutive.
 */
final class SpoolRows implements DataSetInput.Rows, SnapshotBuilder.Releases {
    private final Map<Table<Record>, List<Record>> others = new LinkedHashMap<>();
    private final Map<String, ParsedRelease> releases = new HashMap<>();
    private final ObjectReader reader = ParsedRelease.reader();

    private @Nullable String name;
    private @Nullable Record base;
    private List<Record> assets = new ArrayList<>();
    private @Nullable Record whole;

    @Override
    public void begin(DataSetScope scope) {
        if (scope != DataSetScope.LIVE) {
            throw new StoreException("The data set is of scope " + scope + ", but a snapshot is made of LIVE");
        }
    }

    @Override
    public void row(long line, RowCodec codec, @Nullable Object[] values) {
        Record row = codec.record(values);
        Table<?> table = codec.table();
        if (table.equals(RELEASES_JSON)) {
            continueWith(row.get(RELEASES_JSON.NAME));
            base = row;
        } else if (table.equals(RELEASE_ASSETS)) {
            continueWith(row.get(RELEASE_ASSETS.NAME));
            assets.add(row);
        } else if (table.equals(RELEASES)) {
            continueWith(row.get(RELEASES.NAME));
            whole = row;
        } else {
            SnapshotRows.TABLES.stream()
                    .filter(table::equals)
                    .forEach(known -> others.computeIfAbsent(known, _ -> new ArrayList<>())
                            .add(row));
        }
    }

    private void continueWith(@Nullable String next) {
        if (name != null && !name.equals(next)) {
            releases.put(name, ParsedRelease.of(new ReleaseRows(name, base, assets, whole), true, reader));
            base = null;
            assets = new ArrayList<>();
            whole = null;
        }
        name = next;
    }

    Snapshot snapshot() {
        continueWith(null);
        return SnapshotBuilder.build(new SnapshotRows(others), this);
    }

    @Override
    public Map<String, StoredRelease> whole(Set<String> names) {
        Map<String, StoredRelease> found = new HashMap<>();
        for (String wanted : names) {
            ParsedRelease release = releases.get(wanted);
            if (release != null && release.stored() != null) {
                found.put(wanted, release.stored());
            }
        }
        return found;
    }

    @Override
    public Map<String, KnownBuilds> builds(Set<String> names) {
        Map<String, KnownBuilds> found = new HashMap<>();
        for (String wanted : names) {
            ParsedRelease release = releases.get(wanted);
            if (release != null && release.builds() != null) {
                found.put(wanted, release.builds());
            }
        }
        return found;
    }
}
