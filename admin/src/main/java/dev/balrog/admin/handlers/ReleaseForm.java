// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.change.Transaction;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import dev.balrog.change.row.SharedColumns;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scheduled changes of whole releases. */
final class ReleaseForm implements ScheduleForm {
    private static final String DATA = "data";
    private static final String DATA_VERSION = "data_version";

    @Override
    public Entity entity() {
        return Entity.RELEASES;
    }

    @Override
    public String noun() {
        return "Release";
    }

    @Override
    public Row toSchedule(ChangeType type, JsonNode body, Transaction transaction) {
        switch (type) {
            case UPDATE, DELETE -> Bodies.require(body, List.of(DATA_VERSION));
            case INSERT -> {
                Bodies.require(body, List.of("product"));
                if (!Bodies.isGiven(body, DATA)) {
                    throw Rejections.bad("Missing field", "Missing blob 'data' value");
                }
            }
        }
        Row release = read(body);
        if (type != ChangeType.UPDATE || release.hasValue(SharedColumns.DATA)) {
            return release;
        }
        // Without data, only the read-only flag changes.
        return transaction
                .find(Entity.RELEASES, release)
                .map(present -> release.with(present.only(List.of(SharedColumns.DATA))))
                .orElse(release);
    }

    @Override
    public Row toEdit(ChangeType type, JsonNode body, Transaction transaction) {
        List<String> editable = switch (type) {
            case INSERT -> List.of("when", "name", "product", DATA);
            case UPDATE -> List.of("when", DATA, DATA_VERSION);
            case DELETE -> List.of("when", DATA_VERSION);
        };
        if (type != ChangeType.INSERT) {
            Bodies.require(body, List.of(DATA_VERSION));
        } else if (body.has(DATA) && !Bodies.isGiven(body, DATA)) {
            throw Rejections.bad(
                    "Null/Empty Value", "data cannot be set to null when scheduling insertion of a new release");
        }
        return read(Bodies.only(body, editable));
    }

    /** Parses the columns of a whole release; its content may be a JSON string. */
    static Row read(JsonNode body) {
        ObjectNode copy = ((ObjectNode) body).deepCopy();
        if (copy.has(DATA)) {
            ObjectNode data = JsonField.object(copy, DATA);
            if (data == null) {
                copy.remove(DATA);
            } else {
                copy.set(DATA, data);
            }
        }
        return RowInput.read(Entity.RELEASES, copy);
    }
}
