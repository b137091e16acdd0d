// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.Pins;
import dev.balrog.change.release.SplitReleaseView;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignedParts;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.service.Problem;
import dev.balrog.store.query.PublicQueries;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of releases in the v2 API, which stores them in parts with separate data versions. */
final class SplitReleaseHandlers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MISSING = "Release does not exist";

    private final ChangeEngine engine;
    private final PublicQueries queries;
    private final ListResponseCache lists;

    SplitReleaseHandlers(ChangeEngine engine, PublicQueries queries, ListResponseCache lists) {
        this.engine = engine;
        this.queries = queries;
        this.lists = lists;
    }

    Reply list(Call call) {
        if (call.queried("names_only").filter(text -> !text.isEmpty()).isPresent()) {
            return Reply.written(json -> {
                json.writeStartArray();
                queries.splitReleases(release -> {
                    if (!release.path("data_version").isNull()) {
                        json.writeTree(release.path("name"));
                    }
                });
                json.writeEndArray();
            });
        }
        Map<String, Enactability> parts = engine.read(reading -> enactability(reading, Row.EMPTY));
        Supplier<Reply> list = () -> {
            IndirectSignoffs required = IndirectSignoffs.read(engine);
            return Reply.written(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("releases");
                queries.splitReleases(release -> {
                    required.apply(release);
                    release.path("scheduled_changes")
                            .forEach(change -> addSignoffs(release, (ObjectNode) change, parts));
                    json.writeTree(release);
                });
                json.writeEndArray();
                json.writeEndObject();
            });
        };
        // Signoffs depend on more data than cached lists do, so lists with scheduled changes are
        // not cached.
        return parts.isEmpty() ? lists.reply(call, list) : list.get();
    }

    private static List<ScheduledChange> scheduled(ReadTransaction reading, Row base) {
        return Stream.of(Entity.RELEASES_JSON, Entity.RELEASE_ASSETS)
                .flatMap(entity -> reading.listScheduled(entity, base, false).stream())
                .toList();
    }

    /**
     * Returns the enactability of the scheduled changes of releases, by {@link SignedParts#key}.
     */
    private static Map<String, Enactability> enactability(ReadTransaction reading, Row base) {
        List<ScheduledChange> changes = scheduled(reading, base);
        List<SignoffEvaluation> evaluations = reading.evaluateSignoffs(changes);
        Map<String, Enactability> byKey = new HashMap<>();
        // All assets of a release need the same signoffs.
        Map<String, SignoffRequirement> ofAssets = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            ScheduledChange change = changes.get(i);
            SignoffEvaluation evaluation = evaluations.get(i);
            SignoffRequirement required = change.entity() == Entity.RELEASE_ASSETS
                    ? ofAssets.computeIfAbsent(
                            change.base().require(NAME), _ -> reading.requiredSignoffs(change, evaluation))
                    : reading.requiredSignoffs(change, evaluation);
            byKey.put(SignedParts.key(change), Enactability.of(change, evaluation, required, reading));
        }
        return byKey;
    }

    /**
     * Adds its enactability to a scheduled change, and its required signoffs to its release, where
     * Mozilla's agent reads them.
     */
    private static void addSignoffs(ObjectNode release, ObjectNode change, Map<String, Enactability> parts) {
        Entity entity = change.has("path") ? Entity.RELEASE_ASSETS : Entity.RELEASES_JSON;
        Enactability part =
                parts.get(entity.tableName() + "/" + change.path("sc_id").asInt());
        if (part == null) {
            // The change was scheduled after the evaluation, so its signoffs are unknown.
            SignoffEvaluation.NONE.describe(change);
            return;
        }
        part.evaluation().describe(change);
        part.describe(change);
        if (!part.required().isEmpty() || part.obstacle().isPresent()) {
            part.require(release.withObject("/required_signoffs"));
        }
    }

    Reply get(Call call) {
        Row key = Row.of(NAME, call.text("name"));
        ObjectNode release = engine.read(reading -> {
            ObjectNode json = SplitReleaseView.of(reading, call.text("name"))
                    .orElseThrow(() -> Rejections.notFound(MISSING))
                    .toJson();
            ObjectNode digests = json.putObject("sc_digests");
            List<ScheduledChange> changes = scheduled(reading, key);
            List<SignoffEvaluation> evaluations = reading.evaluateSignoffs(changes);
            for (int i = 0; i < changes.size(); i++) {
                String change = SignedParts.key(changes.get(i));
                evaluations.get(i).digest().ifPresent(digest -> digests.put(change, digest));
            }
            return json;
        });
        return Reply.json(release);
    }

    Reply dataVersions(Call call) {
        return engine.read(reading -> Reply.json(NODES.objectNode()
                .set(
                        "data_versions",
                        SplitReleaseView.dataVersions(reading, call.text("name"))
                                .orElseThrow(() -> Rejections.notFound(MISSING))
                                .toJson())));
    }

    Reply dataVersion(Call call) {
        Row key = Row.of(NAME, call.text("name")).with(RELEASE_ASSETS.PATH, call.text("path"));
        return engine.read(reading -> Reply.json(NODES.objectNode()
                .put(
                        "data_version",
                        reading.find(Entity.RELEASE_ASSETS, key)
                                .orElseThrow(() -> Rejections.notFound(MISSING))
                                .dataVersion())));
    }

    Reply update(Call call) {
        JsonNode body = call.body();
        return existing(
                call,
                releases -> Reply.json(releases.update(call.text("name"), blob(body), versions(body), when(body))
                        .toJson()));
    }

    Reply replace(Call call) {
        JsonNode body = call.body();
        return write(
                call,
                releases -> Reply.json(releases.set(
                                call.text("name"),
                                blob(body),
                                Bodies.text(body, "product"),
                                versions(body),
                                body.hasNonNull("old_sc_data_versions")
                                        ? DataVersions.of(body.get("old_sc_data_versions"))
                                        : null,
                                when(body))
                        .toJson()));
    }

    Reply delete(Call call) {
        return write(call, releases -> {
            if (!releases.exists(call.text("name")) && !releases.hasScheduled(call.text("name"))) {
                throw Rejections.notFound(MISSING);
            }
            releases.delete(call.text("name"));
            return Reply.empty(200).as(Reply.MediaType.JSON);
        });
    }

    Reply setReadOnly(Call call) {
        JsonNode body = call.body();
        return existing(
                call,
                releases -> Reply.json(releases.setReadOnly(
                                call.text("name"),
                                body.path("read_only").asBoolean(false),
                                Bodies.requireInteger(body, "old_data_version"))
                        .toJson()));
    }

    Reply signOff(Call call) {
        SignedParts expected = expected(call.body());
        return scheduled(
                call,
                releases -> releases.signOff(call.text("name"), Bodies.requireText(call.body(), "role"), expected));
    }

    Reply withdraw(Call call) {
        return scheduled(call, releases -> releases.withdraw(call.text("name")));
    }

    Reply enact(Call call) {
        SignedParts expected = expected(call.body());
        return scheduled(call, releases -> releases.enact(call.text("name"), expected));
    }

    private static SignedParts expected(JsonNode body) {
        if (!body.path("digests").isObject()) {
            return SignedParts.ANY;
        }
        Map<String, String> digests = new HashMap<>();
        body.path("digests").forEachEntry((key, digest) -> digests.put(key, digest.asString("")));
        return new SignedParts(digests);
    }

    private Reply existing(Call call, Function<SplitReleases, Reply> work) {
        try {
            return write(call, work);
        } catch (ChangeRejectedException e) {
            throw e.rejection() instanceof ChangeRejection.Missing(String reason) ? missing(reason) : e;
        }
    }

    private Reply scheduled(Call call, Consumer<SplitReleases> work) {
        return write(call, releases -> {
            if (!releases.hasScheduled(call.text("name"))) {
                throw missing("Release has no scheduled changes");
            }
            work.accept(releases);
            return Reply.empty(200).as(Reply.MediaType.JSON);
        });
    }

    /**
     * Returns a 404 problem with the title that Mozilla's Balrog uses only for these operations.
     */
    private static ProblemException missing(String detail) {
        return new ProblemException(new Problem(404, "Missing", detail));
    }

    Reply pin(Call call) {
        JsonNode body = call.body();
        String name = call.text("name");
        return engine.write(call.requireUser(), transaction -> {
            if (transaction.find(Entity.RELEASES_JSON, Row.of(NAME, name)).isEmpty()) {
                throw Rejections.notFound(MISSING);
            }
            Pins.Outcome outcome = new Pins(transaction)
                    .set(
                            name,
                            Bodies.requireText(body, "product"),
                            Bodies.requireText(body, "channel"),
                            Bodies.requireText(body, "version"),
                            when(body));
            return switch (outcome) {
                case Pins.Outcome.Set(int version) ->
                    Reply.json(DataVersions.builder().base(version).build().toJson());
                case Pins.Outcome.Scheduled scheduled ->
                    Reply.json(DataVersions.builder()
                            .base(scheduled.summary())
                            .build()
                            .toJson());
                case Pins.Outcome.Newer() ->
                    Reply.json(NODES.objectNode().put("pin_not_set", true).put("reason", "existing_pin_is_newer"));
            };
        });
    }

    Reply listPins(Call call) {
        Row wanted = Row.EMPTY;
        for (Field<String> column : List.of(PRODUCT, CHANNEL)) {
            Optional<String> value = call.queried(column.getName());
            wanted = value.isPresent() ? wanted.with(column, value.get()) : wanted;
        }
        Row values = wanted;
        List<Row> pins = engine.read(reading -> reading.list(Entity.PINNABLE_RELEASES, values));
        ObjectNode answer = NODES.objectNode().put("count", pins.size());
        ArrayNode list = answer.putArray("pins");
        pins.stream()
                .sorted(Comparator.comparing((Row pin) -> pin.require(PRODUCT))
                        .thenComparing(pin -> pin.require(CHANNEL))
                        .thenComparing(pin -> pin.require(PINNABLE_RELEASES.VERSION)))
                .forEach(pin -> list.add(pin.toJson()));
        return Reply.json(answer);
    }

    Reply getPin(Call call) {
        return queries.pin(call.text("product"), call.text("channel"), call.text("version"))
                .map(Reply::json)
                .orElseThrow(() -> Rejections.notFound("Pin does not exist"));
    }

    private Reply write(Call call, Function<SplitReleases, Reply> work) {
        return engine.write(call.requireUser(), transaction -> work.apply(new SplitReleases(transaction)));
    }

    private static ObjectNode blob(JsonNode body) {
        return (ObjectNode) body.path("blob");
    }

    private static DataVersions versions(JsonNode body) {
        return DataVersions.of(body.get("old_data_versions"));
    }

    private static @Nullable Long when(JsonNode body) {
        JsonNode when = body.path("when");
        return when.isIntegralNumber() && when.longValue() != 0 ? when.longValue() : null;
    }
}
