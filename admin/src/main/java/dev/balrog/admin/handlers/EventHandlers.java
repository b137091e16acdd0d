// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.EntityKind;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.history.EventPage;
import dev.balrog.change.history.EventQuery;
import dev.balrog.change.history.HistoryCursor;
import dev.balrog.change.history.HistoryEvent;
import dev.balrog.change.history.HistoryEvent.Subject;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handler of the query for changes of all kinds of entities. */
final class EventHandlers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEFAULT_PAGE_SIZE = 50;

    private final ChangeEngine engine;

    EventHandlers(ChangeEngine engine) {
        this.engine = engine;
    }

    Reply list(Call call) {
        EventPage page = engine.read(reading -> reading.events(query(call, reading)));
        ObjectNode answer = NODES.objectNode();
        ArrayNode entries = answer.putArray("entries");
        page.events().forEach(event -> entries.add(shown(event)));
        answer.put("next", page.next().map(HistoryCursor::text).orElse(null));
        return Reply.json(answer);
    }

    private static EventQuery query(Call call, ReadTransaction reading) {
        return new EventQuery(
                entities(call, reading),
                given(call, "changed_by"),
                given(call, "product"),
                given(call, "channel"),
                given(call, "name"),
                scheduledChange(call),
                time(call, "timestamp_from"),
                time(call, "timestamp_to"),
                call.queried("before")
                        .map(text -> HistoryCursor.parse(text)
                                .orElseThrow(() -> Rejections.bad("before: expected the \"next\" of another page")))
                        .orElse(HistoryCursor.START),
                (int) call.queriedNumber("limit").orElse(DEFAULT_PAGE_SIZE));
    }

    private static Set<Entity> entities(Call call, ReadTransaction reading) {
        Optional<String> kind = call.queried("kind");
        Set<Entity> wanted = EnumSet.allOf(Entity.class);
        if (kind.isPresent()) {
            wanted.removeIf(entity -> !EntityKind.of(entity).equals(kind.get()));
        }
        if (!reading.rights(call.requireUser().name()).allows(Permission.PERMISSION, Action.VIEW, null)) {
            if (wanted.stream().allMatch(EntityKind::isPrivate)) {
                UserHandlers.requireView(reading, call.requireUser().name());
            }
            wanted.removeIf(EntityKind::isPrivate);
        }
        return wanted;
    }

    private static @Nullable String given(Call call, String argument) {
        return call.queried(argument).filter(text -> !text.isEmpty()).orElse(null);
    }

    private static @Nullable Integer scheduledChange(Call call) {
        OptionalLong id = call.queriedNumber("sc_id");
        return id.isPresent() ? Math.toIntExact(id.getAsLong()) : null;
    }

    private static @Nullable Long time(Call call, String argument) {
        OptionalLong time = call.queriedNumber(argument);
        return time.isPresent() ? time.getAsLong() : null;
    }

    private static ObjectNode shown(HistoryEvent event) {
        ObjectNode entry = NODES.objectNode();
        String table = event.entity().tableName() + "." + event.subject().name().toLowerCase(Locale.ROOT);
        entry.put("id", table + "." + event.changeId());
        entry.put("kind", EntityKind.of(event.entity()));
        entry.put("scheduled", event.subject() != Subject.ROW);
        entry.put("signoff", event.subject() == Subject.SIGNOFF);
        entry.put("comment", event.subject() == Subject.COMMENT);
        entry.put("change_type", event.type().text());
        entry.put("changed_by", event.changedBy());
        entry.put("timestamp", event.timestamp());
        entry.set("key", event.thing().only(event.entity().key()).toJson());
        entry.put("label", EventText.label(event));
        entry.set("before", state(event, event.before()));
        entry.set("after", state(event, event.after()));
        entry.put("sc_id", event.scheduledChange());
        return entry;
    }

    private static JsonNode state(HistoryEvent event, @Nullable Row row) {
        if (row == null) {
            return NODES.nullNode();
        }
        return (event.subject() == Subject.SCHEDULED_CHANGE ? ScheduledChangeHandlers.shown(row) : row).toJson();
    }
}
