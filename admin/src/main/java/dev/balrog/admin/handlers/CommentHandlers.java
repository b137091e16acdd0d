// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.EntityKind;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.row.ChangeComment;
import dev.balrog.change.row.Entity;
import dev.balrog.change.schedule.ScheduledChange;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of comments on scheduled changes. */
final class CommentHandlers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<Entity, String> KINDS = kinds();

    private final ChangeEngine engine;

    CommentHandlers(ChangeEngine engine) {
        this.engine = engine;
    }

    /** Ids of scheduled changes are unique per table, so each table is a kind. */
    private static Map<Entity, String> kinds() {
        Map<Entity, String> kinds = new EnumMap<>(Entity.class);
        for (Entity entity : Entity.values()) {
            if (!entity.conditions().isEmpty()) {
                kinds.put(
                        entity,
                        switch (entity) {
                            case RELEASES_JSON -> "release_base";
                            case RELEASE_ASSETS -> "release_asset";
                            default -> EntityKind.of(entity);
                        });
            }
        }
        return kinds;
    }

    private static Entity entity(String kind) {
        return KINDS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(kind))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    Reply list(Call call) {
        Optional<String> kind = call.queried("kind");
        OptionalLong id = call.queriedNumber("sc_id");
        if (kind.isPresent() != id.isPresent()) {
            throw Rejections.bad("kind and sc_id have to be given together");
        }
        return engine.read(reading -> {
            List<ChangeComment> comments = kind.isPresent()
                    ? reading.comments().of(entity(kind.get()), Math.toIntExact(id.orElseThrow()))
                    : reading.comments().onPending();
            ObjectNode answer = NODES.objectNode();
            ArrayNode list = answer.putArray("comments");
            Map<ChangeOf, Optional<ScheduledChange>> changes = new HashMap<>();
            for (ChangeComment comment : comments) {
                Optional<ScheduledChange> change = changes.computeIfAbsent(
                        new ChangeOf(comment.entity(), comment.changeId()),
                        of -> reading.findScheduled(of.entity, of.id));
                list.add(json(comment, change, reading));
            }
            return Reply.json(answer);
        });
    }

    private record ChangeOf(Entity entity, int id) {}

    Reply create(Call call) {
        JsonNode body = call.body();
        Entity entity = entity(Bodies.requireText(body, "kind"));
        int id = Bodies.requireInteger(body, "sc_id");
        int version = Bodies.requireInteger(body, "sc_data_version");
        return engine.write(
                call.requireUser(),
                transaction -> Reply.json(
                        201,
                        json(
                                transaction.comment(
                                        entity,
                                        id,
                                        version,
                                        Bodies.requireText(body, "message"),
                                        body.path("requests_changes").asBoolean(false)),
                                transaction.findScheduled(entity, id),
                                transaction)));
    }

    Reply resolve(Call call) {
        Entity entity = entity(call.text("kind"));
        int id = Math.toIntExact(call.number("sc_id"));
        int number = Math.toIntExact(call.number("comment_number"));
        return engine.write(
                call.requireUser(),
                transaction -> Reply.json(json(
                        transaction.resolve(entity, id, number), transaction.findScheduled(entity, id), transaction)));
    }

    private static ObjectNode json(ChangeComment comment, Optional<ScheduledChange> change, ReadTransaction reading) {
        ObjectNode json = NODES.objectNode();
        json.put("kind", KINDS.get(comment.entity()));
        json.put("sc_id", comment.changeId());
        json.put("comment_number", comment.number());
        json.put("sc_data_version", comment.changeVersion());
        json.put("username", comment.author());
        json.put("created", comment.created());
        json.put("message", comment.message());
        json.put("requests_changes", comment.requestsChanges());
        json.put(
                "outdated",
                change.filter(current -> comment.changeVersion() < lastEdited(current))
                        .isPresent());
        json.put(
                "blocks",
                change.filter(current -> reading.comments().blocks(comment, current))
                        .isPresent());
        ChangeComment.Resolution resolution = comment.resolution();
        json.put("resolved_by", resolution == null ? null : resolution.by());
        json.put("resolved", resolution == null ? null : (Long) resolution.millis());
        return json;
    }

    /** Returns the data version that the last edit made; the enactment makes another one. */
    private static int lastEdited(ScheduledChange change) {
        return change.complete() ? change.dataVersion() - 1 : change.dataVersion();
    }
}
