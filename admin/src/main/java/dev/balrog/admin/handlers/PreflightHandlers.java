// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Contract;
import dev.balrog.admin.contract.Handler;
import dev.balrog.admin.contract.Operation;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.RequestCheck;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Principal;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.policy.Protection;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.DryRun;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.service.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * <a href="https://en.wikipedia.org/wiki/Dry_run_(testing)">Dry run</a> of a change: executes the
 * direct and the scheduling request with their normal handlers, in transactions that are rolled
 * back. So no rule of governance is duplicated here.
 */
final class PreflightHandlers {
    private static final Duration SOME_TIME = Duration.ofDays(1);
    private static final byte[] NO_BODY = {};

    private final ChangeEngine engine;
    private final InstantSource clock;
    private final Map<String, Operation> operations;
    private final Function<ChangeEngine, Map<String, Handler>> handlers;
    private final ResponseWarnings warnings;
    private final LintWarnings lint;

    /**
     * Creates handlers that build new operation handlers for each dry run.
     *
     * @param handlers handlers of all operations that use a change engine
     * @param warnings warnings about responses to clients
     * @param lint warnings about rules
     */
    PreflightHandlers(
            ChangeEngine engine,
            InstantSource clock,
            Contract contract,
            Function<ChangeEngine, Map<String, Handler>> handlers,
            ResponseWarnings warnings,
            LintWarnings lint) {
        this.lint = lint;
        this.warnings = warnings;
        this.engine = engine;
        this.clock = clock;
        this.operations = contract.operations().stream().collect(Collectors.toUnmodifiableMap(Operation::id, op -> op));
        this.handlers = handlers;
    }

    Reply preflight(Call call) throws Exception {
        Principal user = call.requireUser();
        IntendedChange change =
                IntendedChange.of(call.body(), clock.instant().plus(SOME_TIME).toEpochMilli(), this::isSplit);
        Attempt direct = attempt(change.direct(), user);
        boolean isForLater = change.timed() || change.direct().isEmpty() || direct.lacksSignoffs();
        Attempt decisive = isForLater && change.scheduling().isPresent() ? attempt(change.scheduling(), user) : direct;
        List<Protection> protections = (decisive.refused == null ? Stream.of(decisive) : Stream.of(direct, decisive))
                .flatMap(attempt -> attempt.learned.protections().stream())
                .distinct()
                .toList();
        ObjectNode answer = answer(
                direct.refused == null && direct.learned.scheduled().isEmpty(),
                decisive,
                protections,
                user,
                scheduled(change.places()));
        List<String> found = decisive.refused == null
                ? Stream.concat(warnings.of(call.body().path("row")).stream(), lint.of(call.body()).stream())
                        .toList()
                : List.of();
        if (!found.isEmpty()) {
            found.forEach(answer.putArray("warnings")::add);
        }
        return Reply.json(answer);
    }

    private boolean isSplit(String name) {
        return engine.<Boolean>read((ReadTransaction reading) -> !reading.listColumns(
                        Entity.RELEASES_JSON, List.of(NAME), Row.of(NAME, name))
                .isEmpty());
    }

    private Optional<Integer> scheduled(List<IntendedChange.Place> places) {
        return engine.read(reading -> places.stream()
                .flatMap(place -> reading.listScheduled(place.entity(), place.key(), false).stream())
                .findFirst()
                .map(ScheduledChange::id));
    }

    /**
     * Result of a dry run.
     *
     * @param refused rejection of the request; null if it succeeds
     * @param lacksSignoffs whether it was rejected for missing signoffs
     * @param learned protections and scheduled changes that the dry run recorded
     */
    private record Attempt(@Nullable Problem refused, boolean lacksSignoffs, DryRun learned) {}

    private Attempt attempt(Optional<IntendedChange.Request> request, Principal user) throws Exception {
        DryRun learned = new DryRun();
        if (request.isEmpty()) {
            Problem impossible = new Problem(400, Rejections.BAD_REQUEST, "No operation performs such a change.");
            return new Attempt(impossible, false, learned);
        }
        try {
            return new Attempt(rejection(request.get(), user, engine.dryRun(learned)), false, learned);
        } catch (ProblemException e) {
            return new Attempt(e.problem(), lacksSignoffs(e), learned);
        }
    }

    private static boolean lacksSignoffs(ProblemException e) {
        return e.getCause() instanceof ChangeRejectedException rejected
                && rejected.rejection() instanceof ChangeRejection.SignoffRequired;
    }

    private @Nullable Problem rejection(IntendedChange.Request request, Principal user, ChangeEngine dryRun)
            throws Exception {
        Operation operation = Objects.requireNonNull(operations.get(request.operation()), request.operation());
        Handler handler = Objects.requireNonNull(handlers.apply(dryRun).get(operation.id()), request.operation());
        ObjectNode body = request.body();
        Call call = RequestCheck.check(
                operation,
                request.path(),
                request.query(),
                Reply.MediaType.JSON.text(),
                body == null ? NO_BODY : JsonMapper.shared().writeValueAsBytes(body));
        return rejection(handler.answer(call.by(user)));
    }

    private static @Nullable Problem rejection(Reply reply) {
        JsonNode answer = reply.body() instanceof Reply.Body.Plain(byte[] bytes) && bytes.length > 0
                ? JsonMapper.shared().readTree(bytes)
                : JsonNodeFactory.instance.missingNode();
        if (reply.status() >= 400) {
            return new Problem(
                    reply.status(),
                    answer.path("title").asString(null),
                    answer.path("detail").asString(""),
                    Map.of(
                            Rejections.EXCEPTION,
                            answer.path(Rejections.EXCEPTION).asString("")));
        }
        return answer.has("pin_not_set")
                ? new Problem(reply.status(), "Pin not set", "The pin already maps to a newer release.")
                : null;
    }

    private ObjectNode answer(
            boolean atOnce,
            Attempt decisive,
            Collection<Protection> protections,
            Principal user,
            Optional<Integer> scheduled) {
        Set<String> roles = engine.rolesToSignOffAs(user);
        SignoffRequirement required = Protection.requirement(protections);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("at_once", atOnce);
        answer.set("required_signoffs", required.toJson());
        answer.put("own_signoff", decisive.refused == null ? ownSignoff(decisive.learned, user.name()) : null);
        ArrayNode possible = answer.putArray("roles");
        required.countByRole().keySet().stream().filter(roles::contains).forEach(possible::add);
        ArrayNode places = answer.putArray("affected_by");
        protections.stream()
                .map(protection -> Row.of(PRODUCT, protection.product()).with(CHANNEL, protection.channel()))
                .distinct()
                .forEach(place -> places.add(place.toJson()));
        answer.put("scheduled_change", scheduled.orElse(null));
        answer.set("refused", refused(decisive.refused));
        return answer;
    }

    private static @Nullable String ownSignoff(DryRun learned, String user) {
        return learned.scheduled().stream()
                .map(change -> change.signoffs().get(user))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Returns a rejection with a title that is constant per reason, and a detail sentence. */
    private static JsonNode refused(@Nullable Problem problem) {
        if (problem == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        String reason = switch (problem.extensions().get(Rejections.EXCEPTION)) {
            case String text -> text;
            case Collection<?> texts -> texts.stream().map(String::valueOf).collect(Collectors.joining("; "));
            case null, default -> "";
        };
        String title = reason.isEmpty()
                ? Objects.requireNonNullElse(problem.title(), Rejections.BAD_REQUEST)
                : problem.detail();
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", problem.status())
                .put("title", title)
                .put("detail", reason.isEmpty() ? problem.detail() : reason);
    }
}
