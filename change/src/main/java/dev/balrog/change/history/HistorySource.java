// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.ROLE;

import dev.balrog.change.row.BaseColumns;
import dev.balrog.change.row.ChangeComment;
import dev.balrog.change.row.Entity;
import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;

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
    List<Field<?>> key() {
        return switch (subject) {
            case ROW -> entity.key();
            case SCHEDULED_CHANGE -> Tables.SCHEDULED_KEY;
            case SIGNOFF -> Tables.SIGNOFF_KEY;
            case COMMENT -> ChangeComment.KEY;
        };
    }

    /** Returns the names of the columns that identify a row in the history. */
    List<String> keyNames() {
        return key().stream().map(Field::getName).toList();
    }

    /** Returns the column that is null if the row did not exist. */
    Field<?> presence() {
        return subject == HistoryEvent.Subject.SIGNOFF ? ROLE : DATA_VERSION;
    }

    /** Returns the name in this table of an entity's column. */
    String column(Field<?> column) {
        return subject == HistoryEvent.Subject.ROW ? column.getName() : BaseColumns.name(column.getName());
    }
}
