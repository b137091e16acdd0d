// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.set;

import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SETS;

import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Changes that are signed and enacted as one.
 *
 * @param author name of the user in whose name the changes are executed
 * @param description purpose of the set, for its readers; may be empty
 * @param changes the changes, in the order in which they are executed
 * @param created milliseconds since 1970
 * @param end end of the set; null while it is open
 * @param dataVersion data version, which grows with each edit
 */
public record ChangeSet(
        int id,
        SetState state,
        String author,
        String description,
        List<SetChange> changes,
        long created,
        @Nullable End end,
        int dataVersion) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public ChangeSet {
        changes = List.copyOf(changes);
    }

    /**
     * End of a set: it was enacted or cancelled.
     *
     * @param by name of the user
     * @param millis milliseconds since 1970
     */
    public record End(String by, long millis) {
        Row row(SetState state) {
            return Row.of(BALROG_CHANGE_SETS.STATE, state.text())
                    .with(BALROG_CHANGE_SETS.CLOSED_BY, by)
                    .with(BALROG_CHANGE_SETS.CLOSED, millis);
        }
    }

    /** Returns the row of a new set, without its id. */
    static Row row(String author, String description, List<SetChange> changes, long created) {
        return Row.of(BALROG_CHANGE_SETS.STATE, SetState.OPEN.text())
                .with(BALROG_CHANGE_SETS.AUTHOR, author)
                .with(BALROG_CHANGE_SETS.DESCRIPTION, description)
                .with(BALROG_CHANGE_SETS.CHANGES, stored(changes))
                .with(BALROG_CHANGE_SETS.CREATED, created)
                .with(BALROG_CHANGE_SETS.CLOSED_BY, null)
                .with(BALROG_CHANGE_SETS.CLOSED, null);
    }

    static String stored(List<SetChange> changes) {
        ArrayNode array = JSON.createArrayNode();
        changes.forEach(change -> array.add(change.toJson()));
        return array.toString();
    }

    static ChangeSet of(Row row) {
        String closedBy = row.get(BALROG_CHANGE_SETS.CLOSED_BY);
        return new ChangeSet(
                row.require(BALROG_CHANGE_SETS.SET_ID),
                SetState.of(row),
                row.require(BALROG_CHANGE_SETS.AUTHOR),
                row.require(BALROG_CHANGE_SETS.DESCRIPTION),
                JSON.readTree(row.require(BALROG_CHANGE_SETS.CHANGES))
                        .valueStream()
                        .map(SetChange::of)
                        .toList(),
                row.require(BALROG_CHANGE_SETS.CREATED),
                closedBy == null ? null : new End(closedBy, row.require(BALROG_CHANGE_SETS.CLOSED)),
                row.dataVersion());
    }
}
