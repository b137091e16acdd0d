// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANGED_BY;
import static dev.balrog.change.row.SharedColumns.CHANGE_ID;
import static dev.balrog.change.row.SharedColumns.CHANGE_TYPE;
import static dev.balrog.change.row.SharedColumns.COMPLETE;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.SCHEDULED_BY;
import static dev.balrog.change.row.SharedColumns.SC_ID;
import static dev.balrog.change.row.SharedColumns.TIMESTAMP;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Page;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.Transaction;
import dev.balrog.change.history.HistoryQuery;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.BaseColumns;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.service.Problem;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jooq.Field;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of scheduled changes of one entity. */
final class ScheduledChangeHandlers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEFAULT_PAGE_SIZE = 10;

    private final ChangeEngine engine;
    private final InstantSource clock;
    private final Entity entity;

    ScheduledChangeHandlers(ChangeEngine engine, InstantSource clock, Entity entity) {
        this.engine = engine;
        this.clock = clock;
        this.entity = entity;
    }

    /** Returns the scheduled changes. */
    Reply list(Call call) {
        return list(call, List.of());
    }

    /** Returns the scheduled changes, filtered by query parameters of the names of columns. */
    Reply list(Call call, List<? extends Field<?>> filters) {
        Row base = Row.EMPTY;
        for (Field<?> filter : filters) {
            String value = call.query().get(filter.getName());
            if (value != null) {
                base = base.with(RowInput.parse(filter, value));
            }
        }
        Row chosen = base;
        boolean all = call.query().containsKey("all");
        ArrayNode changes = engine.read(reading -> {
            ArrayNode list = NODES.arrayNode();
            List<ScheduledChange> scheduled = reading.listScheduled(entity, chosen, all);
            List<SignoffEvaluation> evaluations = reading.evaluateSignoffs(scheduled);
            for (int i = 0; i < scheduled.size(); i++) {
                list.add(shown(scheduled.get(i), evaluations.get(i), reading));
            }
            return list;
        });
        ObjectNode answer = NODES.objectNode().put("count", changes.size());
        answer.set("scheduled_changes", changes);
        return Reply.json(answer);
    }

    Reply get(Call call) {
        ObjectNode answer = NODES.objectNode();
        engine.read(reading -> answer.set(
                "scheduled_change",
                reading.findScheduled(entity, id(call))
                        .map(change -> shown(change, reading.evaluateSignoffs(change), reading))
                        .orElseThrow(ScheduledChangeHandlers::missing)));
        return Reply.json(answer);
    }

    private static ObjectNode shown(ScheduledChange change, SignoffEvaluation evaluation, ReadTransaction reading) {
        ObjectNode json = change.toJson(evaluation);
        Enactability enactability =
                Enactability.of(change, evaluation, reading.requiredSignoffs(change, evaluation), reading);
        enactability.require(json.putObject("required_signoffs"));
        enactability.describe(json);
        return json;
    }

    Reply schedule(Call call, ScheduleForm form) {
        JsonNode body = call.body();
        if (body.path("when").isNull() || body.path("when").isMissingNode()) {
            form.withoutTime().ifPresent(detail -> {
                throw Rejections.bad(detail);
            });
        }
        if (body.has("sc_id")) {
            throw Rejections.bad("sc_id cannot be set when scheduling a new change");
        }
        ChangeType type =
                ChangeType.byText(body.path("change_type").asString("")).orElseThrow(form::withoutType);
        return engine.write(call.requireUser(), transaction -> {
            Row what = form.toSchedule(type, body, transaction);
            requireFuture(what);
            ScheduledChange change = transaction.schedule(entity, type, what);
            ObjectNode answer = NODES.objectNode().put("sc_id", change.id());
            addSignoffs(answer, transaction.evaluateSignoffs(change));
            return Reply.json(answer);
        });
    }

    Reply edit(Call call, ScheduleForm form) {
        return engine.write(call.requireUser(), transaction -> {
            ScheduledChange present = transaction
                    .findScheduled(entity, id(call))
                    .orElseThrow(() -> Rejections.notFound(
                            "Unknown sc_id", "No scheduled change for " + form.noun() + " found for given sc_id"));
            Row what = form.toEdit(present.type(), call.body(), transaction);
            requireFuture(what);
            int expected = Bodies.requireInteger(call.body(), "sc_data_version");
            ScheduledChange change = transaction.edit(entity, id(call), what, expected);
            ObjectNode answer = NODES.objectNode().put("new_data_version", change.dataVersion());
            addSignoffs(answer, transaction.evaluateSignoffs(change));
            return Reply.json(answer);
        });
    }

    private void requireFuture(Row what) {
        Long when = what.get(WHEN);
        if (when != null && when != 0 && when < clock.millis()) {
            throw Rejections.bad("Changes may not be scheduled in the past");
        }
    }

    private static void addSignoffs(ObjectNode answer, SignoffEvaluation evaluation) {
        ObjectNode signoffs = answer.putObject("signoffs");
        evaluation.counted().forEach(signoff -> signoffs.put(signoff.username(), signoff.role()));
        answer.put("digest", evaluation.digest().orElse(null));
    }

    Reply drop(Call call) {
        int version = (int) call.queriedNumber("data_version").orElseThrow();
        return engine.write(call.requireUser(), transaction -> {
            if (transaction.findScheduled(entity, id(call)).isEmpty()) {
                throw missing();
            }
            transaction.drop(entity, id(call), version);
            return done();
        });
    }

    Reply enact(Call call) {
        SignoffExpectation expected = expected(call.body());
        Integer uptake = Bodies.exactInteger(call.body(), "uptake");
        return change(call, transaction -> transaction.enact(entity, id(call), expected, uptake));
    }

    Reply signOff(Call call) {
        String role = Bodies.requireText(call.body(), "role");
        SignoffExpectation expected = expected(call.body());
        return change(call, transaction -> transaction.signOff(entity, id(call), role, expected));
    }

    private static SignoffExpectation expected(JsonNode body) {
        return new SignoffExpectation(Bodies.exactInteger(body, "sc_data_version"), Bodies.text(body, "digest"));
    }

    Reply withdraw(Call call) {
        String username = call.queried("username").orElse(call.requireUser().name());
        boolean withdrawn =
                engine.write(call.requireUser(), transaction -> transaction.withdraw(entity, id(call), username));
        return withdrawn
                ? done()
                : Reply.json(NODES.objectNode().put("error", call.requireUser().name() + " has no signoff to revoke"));
    }

    private Reply change(Call call, Consumer<Transaction> work) {
        return engine.write(call.requireUser(), transaction -> {
            work.accept(transaction);
            return done();
        });
    }

    Reply revisions(Call call) {
        HistoryQuery query = HistoryQuery.of(
                Row.of(SC_ID, id(call)), Histories.page(call), Histories.limit(call, DEFAULT_PAGE_SIZE));
        return engine.read(reading -> {
            if (reading.findScheduled(entity, id(call)).isEmpty()) {
                throw Rejections.notFound("Scheduled change does not exist");
            }
            return Reply.json(Histories.shown("revisions", shown(reading.scheduledHistory(entity, query))));
        });
    }

    /** Returns a page of past states in the format of scheduled changes. */
    static Page shown(Page page) {
        return new Page(
                page.total(),
                page.rows().stream().map(ScheduledChangeHandlers::shown).toList());
    }

    /** Returns a past state in the format of scheduled changes. */
    static Row shown(Row revision) {
        return revision.renamed(column -> column.equals(DATA_VERSION.getName())
                ? BALROG_CHANGE_COMMENTS.SC_DATA_VERSION.getName()
                : Objects.requireNonNullElse(BaseColumns.ofRow(column), column));
    }

    Reply revert(Call call) {
        return engine.write(call.requireUser(), transaction -> {
            ScheduledChange present = transaction
                    .findScheduled(entity, id(call))
                    .orElseThrow(() -> Rejections.notFound("given sc_id was not found in the database"));
            int changeId = Histories.changeId(call);
            Row revision = transaction
                    .scheduledHistoryOf(entity, changeId)
                    .orElseThrow(() -> Histories.invalidChangeId(changeId));
            if (revision.require(SC_ID).intValue() != present.id()) {
                throw Rejections.bad("Bad sc_id passed in the request");
            }
            Row what = shown(revision)
                    .without(List.of(
                            SC_ID,
                            BALROG_CHANGE_COMMENTS.SC_DATA_VERSION,
                            CHANGE_ID,
                            CHANGED_BY,
                            TIMESTAMP,
                            COMPLETE,
                            SCHEDULED_BY,
                            CHANGE_TYPE));
            transaction.edit(entity, present.id(), what, present.dataVersion());
            return Reply.text(200, Reply.MediaType.HTML, "Success");
        });
    }

    private static int id(Call call) {
        long id = call.number("sc_id");
        if (id > Integer.MAX_VALUE) {
            throw missing();
        }
        return (int) id;
    }

    private static Reply done() {
        return Reply.json(Map.of());
    }

    private static ProblemException missing() {
        return new ProblemException(new Problem(404, Rejections.BAD_REQUEST, "Scheduled change does not exist"));
    }

    /** Returns the specific problem for read-only releases; rethrows all other rejections. */
    static ProblemException readOnly(ChangeRejectedException e) {
        if (e.rejection() instanceof ChangeRejection.ReadOnly(String reason)) {
            return new ProblemException(new Problem(
                    400,
                    Rejections.BAD_REQUEST,
                    "Failed to schedule change - " + reason,
                    Map.of("data", List.of(reason))));
        }
        throw e;
    }
}
