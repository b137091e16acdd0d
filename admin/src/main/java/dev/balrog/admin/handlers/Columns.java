// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Reply;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Distinct values of a column in all rows, except null, for suggestions. */
final class Columns {
    private final String column;
    private final Set<JsonNode> values = new LinkedHashSet<>();
    private boolean known;

    Columns(String column) {
        this.column = column;
    }

    void add(JsonNode row) {
        JsonNode value = row.path(column);
        if (!value.isMissingNode()) {
            known = true;
            if (!value.isNull()) {
                values.add(value);
            }
        }
    }

    /** Returns the values; responds with 404 if no row has the column. */
    Reply reply(String missing) {
        if (!known) {
            throw Rejections.notFound(missing, "Requested column does not exist");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("count", values.size());
        answer.putArray(column).addAll(values);
        return Reply.json(answer);
    }
}
