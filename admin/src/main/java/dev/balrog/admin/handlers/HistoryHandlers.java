// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANGED_BY;
import static dev.balrog.change.row.SharedColumns.CHANGE_ID;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.ROLE;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.history.HistoryQuery;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of the combined histories of all entities of a kind and of their scheduled changes. */
final class HistoryHandlers {
    private static final int DEFAULT_PAGE_SIZE = 10;

    private final ChangeEngine engine;

    HistoryHandlers(ChangeEngine engine) {
        this.engine = engine;
    }

    Reply rules(Call call) {
        return engine.read(reading -> histories(call, reading, Subject.RULES));
    }

    Reply permissions(Call call) {
        return engine.read(reading -> {
            UserHandlers.requireView(reading, call.requireUser().name());
            return histories(call, reading, Subject.PERMISSIONS);
        });
    }

    Reply productRequiredSignoffs(Call call) {
        return engine.read(reading -> histories(call, reading, Subject.PRODUCT_REQUIRED_SIGNOFFS));
    }

    Reply permissionsRequiredSignoffs(Call call) {
        return engine.read(reading -> histories(call, reading, Subject.PERMISSIONS_REQUIRED_SIGNOFFS));
    }

    /**
     * Subject of a history.
     *
     * @param title title of its part of the response
     * @param scheduledTitle title of the part with the scheduled changes
     * @param name name of the list of revisions
     * @param places filter columns among product, channel and role
     * @param present columns that must not be null
     * @param usualLength default page size
     */
    private record Subject(
            Entity entity,
            String title,
            String scheduledTitle,
            String name,
            List<Field<String>> places,
            Set<Field<?>> present,
            int usualLength) {
        private static final String REVISIONS = "revisions";

        static final Subject RULES = new Subject(
                Entity.RULES,
                "Rules",
                "Rules scheduled change",
                REVISIONS,
                List.of(PRODUCT, CHANNEL),
                Set.of(PRODUCT, CHANNEL),
                DEFAULT_PAGE_SIZE);
        static final Subject PERMISSIONS = new Subject(
                Entity.PERMISSIONS,
                "Permissions",
                "Permissions Scheduled Change",
                REVISIONS,
                List.of(),
                Set.of(),
                DEFAULT_PAGE_SIZE);
        static final Subject PRODUCT_REQUIRED_SIGNOFFS = requiredSignoffs(
                Entity.PRODUCT_REQUIRED_SIGNOFFS, "Product Required Signoffs", List.of(PRODUCT, CHANNEL, ROLE));
        static final Subject PERMISSIONS_REQUIRED_SIGNOFFS = requiredSignoffs(
                Entity.PERMISSIONS_REQUIRED_SIGNOFFS, "Permissions Required Signoffs", List.of(PRODUCT, ROLE));

        private static Subject requiredSignoffs(Entity entity, String title, List<Field<String>> places) {
            return new Subject(
                    entity,
                    title,
                    title + " Scheduled Change",
                    RequiredSignoffHandlers.NAME,
                    places,
                    Set.of(PRODUCT),
                    RequiredSignoffHandlers.DEFAULT_PAGE_SIZE);
        }
    }

    private static Reply histories(Call call, ReadTransaction reading, Subject subject) {
        HistoryQuery query = query(call, subject.places, subject.present, subject.usualLength);
        // As in Mozilla's Balrog, product, channel and role don't filter scheduled changes.
        HistoryQuery scheduled = query(call, List.of(), Set.of(), DEFAULT_PAGE_SIZE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set(subject.title, Histories.shown(subject.name, reading.history(subject.entity, query)));
        answer.set(
                subject.scheduledTitle,
                Histories.shown(
                        Subject.REVISIONS,
                        ScheduledChangeHandlers.shown(reading.scheduledHistory(subject.entity, scheduled))));
        return Reply.json(answer);
    }

    private static HistoryQuery query(Call call, List<Field<String>> places, Set<Field<?>> present, int usualLength) {
        Row values = Row.EMPTY;
        for (Field<String> column : places) {
            values = chosen(call, values, column);
        }
        for (Field<?> column : List.of(CHANGED_BY, CHANGE_ID, DATA_VERSION)) {
            values = chosen(call, values, column);
        }
        return new HistoryQuery(
                values,
                present,
                time(call, "timestamp_from"),
                time(call, "timestamp_to"),
                Histories.page(call),
                Histories.limit(call, usualLength));
    }

    private static Row chosen(Call call, Row values, Field<?> column) {
        String value = call.query().get(column.getName());
        return value == null || value.isEmpty() ? values : values.with(RowInput.parse(column, value));
    }

    private static @Nullable Long time(Call call, String argument) {
        OptionalLong time = call.queriedNumber(argument);
        return time.isPresent() ? time.getAsLong() : null;
    }
}
