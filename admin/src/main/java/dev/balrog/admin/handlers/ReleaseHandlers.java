// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.ReleaseHistory;
import dev.balrog.change.release.WholeReleases;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.release.validation.ReleaseError;
import dev.balrog.service.Problem;
import dev.balrog.store.query.PublicQueries;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of releases in the v1 API, which stores them whole. */
final class ReleaseHandlers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper PRETTY = PythonText.indented(4);
    private static final JsonMapper COMPARED = PythonText.indented(2);

    private final ChangeEngine engine;
    private final ReleaseHistory history;
    private final PublicQueries queries;
    private final ListResponseCache lists;

    ReleaseHandlers(ChangeEngine engine, ReleaseHistory history, PublicQueries queries, ListResponseCache lists) {
        this.engine = engine;
        this.history = history;
        this.queries = queries;
        this.lists = lists;
    }

    Reply list(Call call) {
        String product = given(call, "product");
        String prefix = given(call, "name_prefix");
        if (given(call, "names_only") != null) {
            return Reply.json(Map.of("names", new TreeSet<>(queries.wholeReleaseNames(product, prefix))));
        }
        return lists.reply(call, () -> {
            IndirectSignoffs signoffs = IndirectSignoffs.read(engine);
            return Reply.written(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("releases");
                queries.wholeReleases(product, prefix, release -> {
                    signoffs.apply(release);
                    json.writeTree(release);
                });
                json.writeEndArray();
                json.writeEndObject();
            });
        });
    }

    private static @Nullable String given(Call call, String argument) {
        return call.queried(argument).filter(text -> !text.isEmpty()).orElse(null);
    }

    Reply column(Call call) {
        Columns columns = new Columns(call.text("column"));
        queries.wholeReleases(null, null, columns::add);
        return columns.reply("Requested column does not exist");
    }

    Reply get(Call call) {
        String name = call.text("release");
        PublicQueries.Versioned release = queries.release(name)
                .orElseThrow(
                        () -> Rejections.asProblemJson(Rejections.notFound("Release name: " + name + " not found")));
        return shown(release, given(call, "pretty") != null);
    }

    Reply getLocale(Call call) {
        String release = call.text("release");
        String platform = call.text("platform");
        String locale = call.text("locale");
        return queries.locale(release, platform, locale)
                .map(found -> shown(found, false))
                .orElseThrow(() -> Rejections.asProblemJson(Rejections.notFound(NODES.arrayNode()
                        .add("Couldn't find locale identified by: " + release + ", " + platform + ", " + locale)
                        .toString())));
    }

    private static Reply shown(PublicQueries.Versioned found, boolean pretty) {
        Reply reply = pretty
                ? Reply.text(200, Reply.MediaType.JSON, PRETTY.writeValueAsString(found.data()))
                : Reply.json(found.data());
        return found.dataVersion() == null
                ? reply
                : reply.with("X-Data-Version", Integer.toString(found.dataVersion()));
    }

    Reply create(Call call) {
        JsonNode body = call.body();
        String name = Bodies.requireText(body, "name");
        return write(call, "Couldn't create release", releases -> {
            if (releases.transaction().find(Entity.RELEASES, Row.of(NAME, name)).isPresent()) {
                throw Rejections.bad("Release: " + name + " already exists", "Database already contains the release");
            }
            Row created = releases.changes().create(name, Bodies.requireText(body, "product"), blob(body, "blob"));
            return newVersion(201, created.dataVersion());
        });
    }

    Reply replace(Call call) {
        JsonNode body = call.body();
        String name = call.text("release");
        return write(call, "Couldn't update release", releases -> {
            String product = Bodies.requireText(body, "product");
            if (releases.transaction().find(Entity.RELEASES, Row.of(NAME, name)).isEmpty()) {
                releases.changes().create(name, product, blob(body, "blob"));
                return Reply.empty(201);
            }
            Integer expected = Bodies.integer(body, "data_version");
            if (expected == null) {
                throw Rejections.bad("data_version field is missing");
            }
            Row replaced = releases.changes().replace(name, product, blob(body, "blob"), expected);
            return Reply.json(NODES.objectNode().put("new_data_version", replaced.dataVersion()));
        });
    }

    Reply update(Call call) {
        ObjectNode data = part(call.body());
        WholeReleases.Part part = part(call, data);
        return submit(call, releases -> releases.submit(part, data));
    }

    Reply replaceLocale(Call call) {
        ObjectNode build = part(call.body());
        WholeReleases.Part part = part(call, build);
        List<String> aliases = JsonField.texts(call.body(), "alias");
        return submit(
                call,
                releases -> releases.submitLocale(part, call.text("platform"), call.text("locale"), build, aliases));
    }

    private static WholeReleases.Part part(Call call, ObjectNode data) {
        JsonNode body = call.body();
        JsonNode schemaVersion =
                Bodies.isGiven(body, "schema_version") ? body.path("schema_version") : data.path("schema_version");
        if (schemaVersion.isMissingNode()) {
            throw Rejections.bad("schema_version is required");
        }
        JsonNode hashFunctionFrom = Bodies.isGiven(body, "hashFunction") ? body : data;
        return new WholeReleases.Part(
                call.text("release"),
                Bodies.requireText(body, "product"),
                JsonField.texts(body, "copyTo"),
                Bodies.integer(body, "data_version"),
                schemaVersion,
                Bodies.text(hashFunctionFrom, "hashFunction"));
    }

    private Reply submit(Call call, Function<WholeReleases, WholeReleases.Submitted> work) {
        try {
            WholeReleases.Submitted submitted = engine.write(
                    call.requireUser(), transaction -> work.apply(new WholeReleases(transaction, history)));
            return newVersion(submitted.isNew() ? 201 : 200, submitted.dataVersion());
        } catch (ChangeRejectedException e) {
            throw e.rejection() instanceof ChangeRejection.NotCreated(ChangeRejection cause)
                    ? refused("Couldn't create release: ", cause)
                    : refused("Couldn't update release: ", e.rejection());
        }
    }

    /**
     * Returns the problem for a rejected change of a part of a release; its detail includes the
     * reason.
     */
    private static RuntimeException refused(String prefix, ChangeRejection rejection) {
        return switch (rejection) {
            case ChangeRejection.InvalidRelease invalid ->
                Rejections.badRelease(prefix + invalid.reason(), invalid.errors());
            case ChangeRejection.UnsoundRelease(String reason, List<ReleaseError> errors) ->
                Rejections.badRelease(prefix + reason, errors);
            case ChangeRejection.ReadOnly(String reason) ->
                new ProblemException(
                        new Problem(403, "Forbidden", prefix + reason, Map.of("exception", List.of(reason))));
            case ChangeRejection.Outdated(String reason) -> Rejections.bad(prefix + reason, List.of(reason));
            case ChangeRejection.Mismatch(String reason) -> Rejections.bad(reason, List.of(reason));
            case ChangeRejection.Invalid(String reason) -> Rejections.bad(prefix + reason, List.of(reason));
            case ChangeRejection.PermissionDenied _,
                    ChangeRejection.SignoffRequired _,
                    ChangeRejection.OutdatedSignoff _,
                    ChangeRejection.ChangesRequested _,
                    ChangeRejection.NotDue _,
                    ChangeRejection.MergeConflict _,
                    ChangeRejection.ChangeScheduled _,
                    ChangeRejection.InUse _,
                    ChangeRejection.BrokenExpectations _,
                    ChangeRejection.NotCreated _,
                    ChangeRejection.OfChangeSet _,
                    ChangeRejection.Missing _ -> new ChangeRejectedException(rejection);
        };
    }

    private record Releases(Transaction transaction, WholeReleases changes) {}

    /**
     * Executes a change of a whole release. The detail of a rejection names only the failed
     * operation.
     */
    private Reply write(Call call, String detail, Function<Releases, Reply> work) {
        try {
            return engine.write(
                    call.requireUser(),
                    transaction -> work.apply(new Releases(transaction, new WholeReleases(transaction, history))));
        } catch (ChangeRejectedException e) {
            throw switch (e.rejection()) {
                case ChangeRejection.InvalidRelease(List<ReleaseError> errors) -> Rejections.badRelease(detail, errors);
                case ChangeRejection.UnsoundRelease unsound -> Rejections.badRelease(detail, unsound.errors());
                case ChangeRejection.Invalid(String reason) -> Rejections.bad(detail, List.of(reason));
                case ChangeRejection.ReadOnly(String reason) ->
                    new ProblemException(new Problem(
                            403,
                            "Forbidden",
                            detail + ". Release is marked read only",
                            Map.of("exception", List.of(reason))));
                case ChangeRejection.PermissionDenied _,
                        ChangeRejection.SignoffRequired _,
                        ChangeRejection.OutdatedSignoff _,
                        ChangeRejection.ChangesRequested _,
                        ChangeRejection.NotDue _,
                        ChangeRejection.MergeConflict _,
                        ChangeRejection.ChangeScheduled _,
                        ChangeRejection.InUse _,
                        ChangeRejection.BrokenExpectations _,
                        ChangeRejection.Outdated _,
                        ChangeRejection.NotCreated _,
                        ChangeRejection.OfChangeSet _,
                        ChangeRejection.Mismatch _,
                        ChangeRejection.Missing _ -> e;
            };
        }
    }

    private static ObjectNode part(JsonNode body) {
        ObjectNode data = JsonField.object(body, "data");
        if (data == null) {
            throw Rejections.bad("Unknown error", "data: expected a JSON object");
        }
        return data;
    }

    private static ObjectNode blob(JsonNode body, String field) {
        ObjectNode blob = JsonField.object(body, field);
        if (blob == null) {
            throw new ChangeRejectedException(new ChangeRejection.Invalid(field + " is missing"));
        }
        return blob;
    }

    private static Reply newVersion(int status, int version) {
        return Reply.json(status, NODES.objectNode().put("new_data_version", version))
                .as(Reply.MediaType.HTML);
    }

    Reply delete(Call call) {
        String name = call.text("release");
        int version = (int) call.queriedNumber("data_version").orElseThrow();
        try {
            return engine.write(call.requireUser(), transaction -> {
                require(transaction, name);
                transaction.delete(Entity.RELEASES, Row.of(NAME, name), version);
                return Reply.empty(200);
            });
        } catch (ChangeRejectedException e) {
            if (e.rejection() instanceof ChangeRejection.ReadOnly(String reason)) {
                throw new ProblemException(new Problem(
                        403,
                        "Forbidden",
                        "Couldn't delete " + name + ". Release is marked read only",
                        Map.of("exception", List.of(reason))));
            }
            throw e;
        }
    }

    private static Row require(Transaction transaction, String name) {
        return transaction
                .find(Entity.RELEASES, Row.of(NAME, name))
                .orElseThrow(() -> Rejections.notFound("Release: " + name + " not found"));
    }

    Reply getReadOnly(Call call) {
        return engine.read(reading -> Reply.json(NODES.objectNode()
                .put(
                        "read_only",
                        reading.find(Entity.RELEASES, Row.of(NAME, call.text("release")))
                                .orElseThrow(
                                        () -> Rejections.notFound("Release: " + call.text("release") + " not found"))
                                .isTrue(READ_ONLY))));
    }

    Reply setReadOnly(Call call) {
        String name = call.text("release");
        JsonNode value = call.body().path("read_only");
        boolean readOnly =
                value.isBoolean() ? value.booleanValue() : !value.asString("").isEmpty();
        int version = engine.write(
                call.requireUser(),
                transaction -> new WholeReleases(transaction, history)
                        .setReadOnly(name, readOnly, Bodies.requireInteger(call.body(), "data_version")));
        return newVersion(201, version);
    }

    Reply readOnlySignoffs(Call call) {
        String name = call.text("release");
        SignoffRequirement required = engine.read(
                reading -> reading.requiredSignoffsOfProduct(reading.find(Entity.RELEASES, Row.of(NAME, name))
                        .orElseThrow(() -> Rejections.notFound("Release: " + name + " not found"))
                        .require(PRODUCT)));
        return Reply.json(NODES.objectNode().set("required_signoffs", required.toJson()));
    }

    /** Returns the line diff between a release and its state after a scheduled change. */
    Reply diff(Call call) {
        int id = (int) Math.min(call.number("sc_id"), Integer.MAX_VALUE);
        return engine.read(reading -> {
            ScheduledChange change =
                    reading.findScheduled(Entity.RELEASES, id).orElseThrow(() -> Rejections.notFound("Bad sc_id"));
            Row release = reading.find(Entity.RELEASES, change.base())
                    .orElseThrow(() -> Rejections.bad("Bad sc_id", "There is nothing yet to compare with"));
            List<String> present = lines(release.get(DATA));
            List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                    "Current Version (Data Version " + release.dataVersion() + ")",
                    "Scheduled Update (sc_id " + id + ")",
                    present,
                    DiffUtils.diff(present, lines(change.base().get(DATA))),
                    3);
            return Reply.text(200, Reply.MediaType.PLAIN, String.join("\n", diff));
        });
    }

    private static List<String> lines(@Nullable JsonNode data) {
        return data == null
                ? List.of()
                : COMPARED.writeValueAsString(data).lines().toList();
    }
}
