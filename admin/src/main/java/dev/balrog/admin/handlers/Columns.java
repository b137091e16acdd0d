// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Reply;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which values a column has, for suggestions. */
final class Columns {
    private Columns() {}

    /** The values other than null that the column has in any of the rows. */
    static Reply distinct(ArrayNode rows, String column, String missing) {
        if (rows.isEmpty() || !rows.get(0).has(column)) {
            throw Refusals.notFound(missing, "Requested column does not exist");
        }
        Set<JsonNode> values = new LinkedHashSet<>();
        for (JsonNode row : rows) {
            JsonNode value = row.path(column);
            if (!value.isNull()) {
                values.add(value);
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("count", values.size());
        answer.putArray(column).addAll(values);
        return Reply.json(answer);
    }
}
