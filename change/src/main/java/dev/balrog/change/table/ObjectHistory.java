// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.store.history.Revision;
import dev.balrog.store.history.RevisionInfo;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Collects the revisions of releases within one transaction. Their history is in an object store
 * instead of a table.
 */
public final class ObjectHistory {
    private final List<Revision> revisions = new ArrayList<>();

    /** Returns the collected revisions, in the order of the changes. */
    public List<Revision> revisions() {
        return List.copyOf(revisions);
    }

    RowHistory of(Entity entity) {
        return new RowHistory() {
            @Override
            public void inserted(Row row, AuditStamp stamp) {
                revisions.addAll(Revision.ofInsert(
                        identifier(entity, row), row.dataVersion(), stamp.millis(), stamp.who(), content(row)));
            }

            @Override
            public void updated(Row row, AuditStamp stamp) {
                revisions.add(Revision.ofUpdate(
                        identifier(entity, row), row.dataVersion(), stamp.millis(), stamp.who(), content(row)));
            }

            @Override
            public void deleted(Row key, AuditStamp stamp) {
                // Without a version, because Mozilla's Balrog no longer has it at this point.
                RevisionInfo gone = new RevisionInfo(null, stamp.millis(), stamp.who());
                revisions.add(new Revision(identifier(entity, key), gone, ""));
            }
        };
    }

    private static String identifier(Entity entity, Row key) {
        String name = key.require(NAME);
        return entity == Entity.RELEASE_ASSETS
                ? Revision.identifierOfAsset(name, key.require(RELEASE_ASSETS.PATH))
                : name;
    }

    private static String content(Row row) {
        JsonNode data = row.get(DATA);
        return data == null ? "" : data.toString();
    }
}
