// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.change.Page;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Helpers for operations on histories. */
final class Histories {
    private static final int LONGEST_PAGE = 10_000;

    private Histories() {}

    static int page(Call call) {
        return positive(call, "page", 1);
    }

    static int limit(Call call, int usual) {
        return Math.min(LONGEST_PAGE, positive(call, "limit", usual));
    }

    private static int positive(Call call, String name, int usual) {
        long value = call.queriedNumber(name).orElse(usual);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw Rejections.bad(name + ": expected a positive integer");
        }
        return (int) value;
    }

    /** Returns the JSON of a page of a history. */
    static ObjectNode shown(String name, Page page) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("count", page.total());
        ArrayNode rows = answer.putArray(name);
        page.rows().forEach(row -> rows.add(row.toJson()));
        return answer;
    }

    /** Returns the id of the change to revert to. */
    static int changeId(Call call) {
        Integer changeId = Bodies.integer(call.body(), "change_id");
        if (changeId == null) {
            throw Rejections.bad("No change_id passed in the request body");
        }
        return changeId;
    }

    static ProblemException invalidChangeId(int changeId) {
        return Rejections.bad("Invalid change_id : " + changeId + " passed in the request body");
    }
}
