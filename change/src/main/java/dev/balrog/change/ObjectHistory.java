// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.store.history.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What becomes of releases within one transaction: their history is not in a table but in an object store. */
final class ObjectHistory {
    private static final String NOTHING = "";

    private final List<Revision> revisions = new ArrayList<>();

    /** What was collected, in the order of the changes. */
    List<Revision> revisions() {
        return List.copyOf(revisions);
    }

    RowHistory of(Entity entity) {
        return new RowHistory() {
            @Override
            public void inserted(Row row, Stamp stamp) {
                add(row, null, stamp.millis() - 1, stamp.who(), NOTHING);
                add(row, row.dataVersion(), stamp.millis(), stamp.who(), content(row));
            }

            @Override
            public void updated(Row row, Stamp stamp) {
                add(row, row.dataVersion(), stamp.millis(), stamp.who(), content(row));
            }

            @Override
            public void deleted(Row key, Stamp stamp) {
                add(key, null, stamp.millis(), stamp.who(), NOTHING);
            }

            private void add(Row row, @Nullable Integer version, long millis, String who, String content) {
                revisions.add(new Revision(entity.table(), identifier(entity, row), version, millis, who, content));
            }
        };
    }

    /** The parts of the key, joined as the names of objects have them. */
    static String identifier(Entity entity, Row key) {
        return entity.key().stream().map(key::requireText).collect(Collectors.joining("-"));
    }

    private static String content(Row row) {
        JsonNode data = row.json("data");
        return data == null ? NOTHING : data.toString();
    }
}
