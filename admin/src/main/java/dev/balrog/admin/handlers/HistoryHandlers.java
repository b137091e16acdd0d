// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Entity;
import dev.balrog.change.HistoryQuery;
import dev.balrog.change.Reading;
import dev.balrog.change.Row;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Histories of all things of a kind together, and of the scheduled changes of these. */
final class HistoryHandlers {
    private static final int USUAL_PAGE_LENGTH = 10;

    private final ChangeEngine engine;

    HistoryHandlers(ChangeEngine engine) {
        this.engine = engine;
    }

    Reply rules(Call call) {
        return engine.read(reading -> histories(
                call, reading, Entity.RULES, "Rules", "revisions", Set.of("product", "channel"), USUAL_PAGE_LENGTH));
    }

    Reply permissions(Call call) {
        return engine.read(reading -> {
            UserHandlers.requireView(reading, call.requireUser());
            return histories(
                    call, reading, Entity.PERMISSIONS, "Permissions", "revisions", Set.of(), USUAL_PAGE_LENGTH);
        });
    }

    Reply productRequiredSignoffs(Call call) {
        return requiredSignoffs(call, Entity.PRODUCT_REQUIRED_SIGNOFFS, "Product Required Signoffs");
    }

    Reply permissionsRequiredSignoffs(Call call) {
        return requiredSignoffs(call, Entity.PERMISSIONS_REQUIRED_SIGNOFFS, "Permissions Required Signoffs");
    }

    private Reply requiredSignoffs(Call call, Entity entity, String title) {
        return engine.read(reading -> histories(
                call,
                reading,
                entity,
                title,
                RequiredSignoffHandlers.NAME,
                Set.of("product"),
                RequiredSignoffHandlers.USUAL_PAGE_LENGTH));
    }

    private static Reply histories(
            Call call,
            Reading reading,
            Entity entity,
            String title,
            String name,
            Set<String> present,
            int usualLength) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set(title, Histories.shown(name, reading.history(entity, query(call, "", present, usualLength))));
        HistoryQuery scheduled = query(call, "base_", Set.of(), USUAL_PAGE_LENGTH);
        String scheduledTitle = title.equals("Rules") ? "Rules scheduled change" : title + " Scheduled Change";
        answer.set(
                scheduledTitle,
                Histories.shown(
                        "revisions", ScheduledChangeHandlers.shown(reading.scheduledHistory(entity, scheduled))));
        return Reply.json(answer);
    }

    /** What is asked for; columns of the things themselves have another name in the history of scheduled changes. */
    private static HistoryQuery query(Call call, String prefix, Set<String> present, int usualLength) {
        Row values = Row.EMPTY;
        for (String column : List.of("product", "channel", "role")) {
            values = chosen(call, values, column, prefix + column);
        }
        for (String column : List.of("changed_by", "change_id", "data_version")) {
            values = chosen(call, values, column, column);
        }
        return new HistoryQuery(
                values,
                present,
                time(call, "timestamp_from"),
                time(call, "timestamp_to"),
                Histories.page(call),
                Histories.limit(call, usualLength));
    }

    private static Row chosen(Call call, Row values, String argument, String column) {
        String value = call.query().get(argument);
        return value == null || value.isEmpty() ? values : values.with(column, value);
    }

    private static @Nullable Long time(Call call, String argument) {
        OptionalLong time = call.queriedNumber(argument);
        return time.isPresent() ? time.getAsLong() : null;
    }
}
