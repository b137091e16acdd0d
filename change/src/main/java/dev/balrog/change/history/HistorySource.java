// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import dev.balrog.change.row.ChangeComment;
import dev.balrog.change.row.Entity;
import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import java.util.ArrayList;
import java.util.List;

/** History table. */
record HistorySource(Entity entity, HistoryEvent.Subject subject) {
    /** History tables, in a fixed order. */
    static final List<HistorySource> ALL = all();

    private static List<HistorySource> all() {
        List<HistorySource> sources = new ArrayList<>();
        for (Entity entity : Entity.values()) {
            if (entity.history() == Entity.History.TABLE) {
                sources.add(new HistorySource(entity, HistoryEvent.Subject.ROW));
            }
            if (!entity.conditions().isEmpty()) {
                sources.add(new HistorySource(entity, HistoryEvent.Subject.SCHEDULED_CHANGE));
                sources.add(new HistorySource(entity, HistoryEvent.Subject.SIGNOFF));
                sources.add(new HistorySource(entity, HistoryEvent.Subject.COMMENT));
            }
        }
        return List.copyOf(sources);
    }

    TableWriter table(Tables tables) {
        return switch (subject) {
            case ROW -> tables.history(entity);
            case SCHEDULED_CHANGE -> tables.scheduledHistory(entity);
            case SIGNOFF -> tables.signoffsHistory(entity);
            // One table for all entities.
            case COMMENT -> tables.commentsHistory();
        };
    }

    /** Returns the columns that identify a row in the history. */
    List<String> key() {
        return switch (subject) {
            case ROW -> entity.key();
            case SCHEDULED_CHANGE -> Tables.SCHEDULED_KEY;
            case SIGNOFF -> Tables.SIGNOFF_KEY;
            case COMMENT -> ChangeComment.KEY;
        };
    }

    /** Returns the column that is null if the row did not exist. */
    String presence() {
        return subject == HistoryEvent.Subject.SIGNOFF ? "role" : "data_version";
    }

    /** Returns the name in this table of an entity's column. */
    String column(String name) {
        return subject == HistoryEvent.Subject.ROW ? name : "base_" + name;
    }
}
