// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.set;

import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import java.util.List;
import java.util.Objects;
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
    static final String ID = "set_id";
    static final String AUTHOR = "author";
    static final String DESCRIPTION = "description";
    static final String CHANGES = "changes";
    private static final String CREATED = "created";
    private static final String CLOSED_BY = "closed_by";
    private static final String CLOSED = "closed";
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
            return Row.of(SetState.COLUMN, state.text()).with(CLOSED_BY, by).with(CLOSED, millis);
        }
    }

    /** Returns the row of a new set, without its id. */
    static Row row(String author, String description, List<SetChange> changes, long created) {
        return Row.of(SetState.COLUMN, SetState.OPEN.text())
                .with(AUTHOR, author)
                .with(DESCRIPTION, description)
                .with(CHANGES, stored(changes))
                .with(CREATED, created)
                .with(CLOSED_BY, null)
                .with(CLOSED, null);
    }

    static String stored(List<SetChange> changes) {
        ArrayNode array = JSON.createArrayNode();
        changes.forEach(change -> array.add(change.toJson()));
        return array.toString();
    }

    static ChangeSet of(Row row) {
        String closedBy = row.text(CLOSED_BY);
        return new ChangeSet(
                row.requireInt(ID),
                SetState.of(row),
                row.requireText(AUTHOR),
                row.requireText(DESCRIPTION),
                JSON.readTree(row.requireText(CHANGES))
                        .valueStream()
                        .map(SetChange::of)
                        .toList(),
                Objects.requireNonNull(row.number(CREATED)),
                closedBy == null ? null : new End(closedBy, Objects.requireNonNull(row.number(CLOSED))),
                row.dataVersion());
    }
}
