// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;
import static dev.balrog.store.jooq.Tables.EMERGENCY_SHUTOFFS;

import dev.balrog.change.ReadTransaction;
import dev.balrog.change.row.Conditions;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.change.SignoffTally;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditAction;
import dev.balrog.store.audit.AuditEntry;
import dev.balrog.store.audit.AuditRecord.RowId;
import dev.balrog.store.notification.QueuedEvent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds events from entries of the audit log, and from the state of scheduled changes. */
final class EventBuilder {
    /** Actions in the audit log that can be events. */
    static final Set<AuditAction> ACTIONS = Set.of(
            AuditAction.SCHEDULE,
            AuditAction.EDIT,
            AuditAction.REVOKE,
            AuditAction.REQUEST_CHANGES,
            AuditAction.ENACT,
            AuditAction.INSERT,
            AuditAction.DELETE);

    private static final Logger LOG = LoggerFactory.getLogger(EventBuilder.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int HASH_DIGITS = 8;

    private final String environment;
    private final Optional<URI> console;
    private final Duration overdueAfter;

    /**
     * Creates a builder.
     *
     * @param environment kind of environment, such as {@code production}
     * @param console base URL of the console; empty for no links
     * @param overdueAfter time after which a due change is overdue
     */
    EventBuilder(String environment, Optional<URI> console, Duration overdueAfter) {
        this.environment = environment;
        this.console = console;
        this.overdueAfter = overdueAfter;
    }

    /** A row of the audit log about a scheduled change or a shutoff. */
    private record Source(NotificationEvent event, Entity entity, JsonNode key, AuditEntry entry) {
        int change() {
            return key.path("sc_id").asInt();
        }

        /** Returns a value by which the newest of several entries with the same outcome is chosen. */
        Object identity() {
            return event == NotificationEvent.SIGNOFF_NEEDED ? List.of(event, entity, change()) : entry.sequence();
        }
    }

    /**
     * Returns the events of entries of the audit log. Signoffs that are needed are those of now:
     * what was signed, enacted or deleted meanwhile needs none.
     *
     * @param entries entries with {@link #ACTIONS}, in their order
     */
    List<QueuedEvent> of(ReadTransaction reading, List<AuditEntry> entries) {
        Map<Object, Source> sources = new LinkedHashMap<>();
        for (AuditEntry entry : entries) {
            source(entry).ifPresent(source -> {
                sources.remove(source.identity());
                sources.put(source.identity(), source);
            });
        }
        List<QueuedEvent> events = new ArrayList<>();
        for (Source source : sources.values()) {
            event(reading, source).ifPresent(events::add);
        }
        return events;
    }

    private static Optional<Source> source(AuditEntry entry) {
        RowId row = entry.row();
        if (row == null) {
            return Optional.empty();
        }
        JsonNode key = JSON.readTree(row.key());
        for (Entity entity : Entity.values()) {
            Optional<NotificationEvent> event = row.table().equals(BALROG_CHANGE_COMMENTS.getName())
                    ? commented(entity, key, entry.action())
                    : event(entity, row.table(), entry.action());
            if (event.isPresent()) {
                return Optional.of(new Source(event.get(), entity, key, entry));
            }
        }
        return Optional.empty();
    }

    /** Comments on scheduled changes of all entities are in one table. */
    private static Optional<NotificationEvent> commented(Entity entity, JsonNode key, String action) {
        boolean requested = action.equals(AuditAction.REQUEST_CHANGES.id())
                && key.path(BALROG_CHANGE_COMMENTS.ENTITY.getName())
                        .asString("")
                        .equals(entity.tableName());
        return requested ? Optional.of(NotificationEvent.CHANGES_REQUESTED) : Optional.empty();
    }

    private static Optional<NotificationEvent> event(Entity entity, String table, String action) {
        boolean schedulable = !entity.conditions().isEmpty();
        boolean scheduled =
                schedulable && table.equals(entity.scheduled().changes().getName());
        if (scheduled && action.equals(AuditAction.ENACT.id())) {
            return Optional.of(NotificationEvent.ENACTED);
        }
        boolean changed =
                scheduled && (action.equals(AuditAction.SCHEDULE.id()) || action.equals(AuditAction.EDIT.id()));
        boolean revoked = schedulable
                && table.equals(entity.scheduled().signoffs().getName())
                && action.equals(AuditAction.REVOKE.id());
        if (changed || revoked) {
            return Optional.of(NotificationEvent.SIGNOFF_NEEDED);
        }
        if (entity == Entity.EMERGENCY_SHUTOFFS && table.equals(entity.tableName())) {
            return action.equals(AuditAction.INSERT.id())
                    ? Optional.of(NotificationEvent.SHUTOFF)
                    : action.equals(AuditAction.DELETE.id())
                            ? Optional.of(NotificationEvent.RESUMED)
                            : Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<QueuedEvent> event(ReadTransaction reading, Source source) {
        try {
            return switch (source.event) {
                case SHUTOFF, RESUMED -> Optional.of(shutoff(reading, source));
                case ENACTED -> Optional.of(enacted(reading, source));
                case SIGNOFF_NEEDED -> signoffNeeded(reading, source);
                case CHANGES_REQUESTED -> changesRequested(reading, source);
                case OVERDUE, FAILED -> Optional.empty();
            };
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // Rows that something else wrote may be unusable. One of them must not hold up all others.
            LOG.error("The event of entry {} of the audit log can't be described", source.entry.sequence(), e);
            return Optional.of(change(source, ChangeDetails.of(source.entity, source.change()), Map.of()));
        }
    }

    private QueuedEvent shutoff(ReadTransaction reading, Source source) {
        ObjectNode payload = payload(source);
        ObjectNode shutoff = payload.putObject("shutoff");
        Row key = Row.EMPTY;
        for (Field<String> column : List.of(PRODUCT, CHANNEL)) {
            String value = source.key.path(column.getName()).asString("");
            shutoff.put(column.getName(), value);
            key = key.with(column, value);
        }
        reading.find(Entity.EMERGENCY_SHUTOFFS, key)
                .map(row -> row.get(EMERGENCY_SHUTOFFS.COMMENT))
                .ifPresent(comment -> shutoff.put("comment", comment));
        console.ifPresent(base -> payload.put("url", base + "/shutoffs"));
        return queued(source.event, payload, shutoff.path("product").asString());
    }

    private QueuedEvent enacted(ReadTransaction reading, Source source) {
        ChangeDetails details = reading.findScheduled(source.entity, source.change())
                .map(change -> ChangeDetails.of(change, reading))
                .orElseGet(() -> ChangeDetails.of(source.entity, source.change()));
        return change(source, details, Map.of());
    }

    private Optional<QueuedEvent> signoffNeeded(ReadTransaction reading, Source source) {
        return reading.findScheduled(source.entity, source.change())
                .filter(change -> !change.complete())
                .flatMap(change -> {
                    SignoffEvaluation evaluation = reading.evaluateSignoffs(change);
                    return SignoffTally.of(reading.requiredSignoffs(change, evaluation), evaluation.counted())
                                    instanceof SignoffTally.Missing missing
                            ? Optional.of(change(source, ChangeDetails.of(change, reading), missing.missingByRole()))
                            : Optional.empty();
                });
    }

    /** Returns the event of a request for changes that has not been withdrawn or dismissed. */
    private Optional<QueuedEvent> changesRequested(ReadTransaction reading, Source source) {
        int number =
                source.key.path(BALROG_CHANGE_COMMENTS.COMMENT_NUMBER.getName()).asInt();
        return reading.comments().of(source.entity, source.change()).stream()
                .filter(comment -> comment.number() == number && comment.isOpenRequest())
                .findFirst()
                .flatMap(comment -> reading.findScheduled(source.entity, source.change())
                        .filter(change -> reading.comments().blocks(comment, change))
                        .map(change -> {
                            ChangeDetails details = ChangeDetails.of(change, reading);
                            ObjectNode payload = payload(source);
                            if (details.isPrivate()) {
                                payload.remove("by");
                            } else {
                                payload.put("comment", comment.message());
                            }
                            return change(source.event, payload, details, Map.of());
                        }));
    }

    private QueuedEvent change(Source source, ChangeDetails details, Map<String, Integer> missing) {
        ObjectNode payload = payload(source);
        if (details.isPrivate()) {
            payload.remove("by");
        }
        return change(source.event, payload, details, missing);
    }

    private QueuedEvent change(
            NotificationEvent event, ObjectNode payload, ChangeDetails details, Map<String, Integer> missing) {
        payload.set("change", details.json());
        if (!missing.isEmpty()) {
            ObjectNode roles = payload.putObject("missing_signoffs");
            missing.forEach(roles::put);
        }
        console.ifPresent(base -> payload.put("url", details.page(base).toString()));
        return queued(event, payload, details.product());
    }

    private ObjectNode payload(Source source) {
        AuditEntry entry = source.entry;
        // After a restore, entries get numbers that others had; their hashes differ.
        String id = entry.sequence() + "-" + entry.hash().substring(0, HASH_DIGITS) + "-" + source.event.id();
        return payload(source.event, id, entry.millis()).put("by", entry.author());
    }

    private ObjectNode payload(NotificationEvent event, String id, long time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("event", event.id())
                .put("time", time)
                .put("environment", environment);
    }

    private static QueuedEvent queued(NotificationEvent event, ObjectNode payload, @Nullable String product) {
        return new QueuedEvent(
                0, payload.path("id").asString(), event.id(), product, JSON.writeValueAsString(payload), 0);
    }

    /**
     * Returns the events of pending changes that are overdue, or that are due and signed off and
     * can't be enacted. An event has the same id as long as it is about the same version of a
     * change.
     *
     * @param now current time, in milliseconds since 1970
     */
    Collection<QueuedEvent> ofStates(ReadTransaction reading, long now) {
        List<QueuedEvent> events = new ArrayList<>();
        for (Entity entity : Entity.values()) {
            if (entity.conditions().isEmpty()) {
                continue;
            }
            List<ScheduledChange> due = reading.listScheduled(entity, Row.EMPTY, false).stream()
                    .filter(change -> Conditions.isDue(change.conditions(), now))
                    .toList();
            for (ScheduledChange change : due) {
                state(reading, change, now).ifPresent(events::add);
            }
        }
        return events;
    }

    private Optional<QueuedEvent> state(ReadTransaction reading, ScheduledChange change, long now) {
        try {
            SignoffEvaluation evaluation = reading.evaluateSignoffs(change);
            SignoffRequirement required = reading.requiredSignoffs(change, evaluation);
            Optional<String> obstacle = reading.enactmentObstacle(change, evaluation, required);
            if (obstacle.isPresent()) {
                return Optional.of(state(NotificationEvent.FAILED, change, reading, obstacle.get(), Map.of(), now));
            }
            if (Conditions.isDue(change.conditions(), now - overdueAfter.toMillis())) {
                Map<String, Integer> missing =
                        SignoffTally.of(required, evaluation.counted()) instanceof SignoffTally.Missing lacking
                                ? lacking.missingByRole()
                                : Map.of();
                return Optional.of(state(NotificationEvent.OVERDUE, change, reading, null, missing, now));
            }
            return Optional.empty();
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The state of the scheduled change {} of {} is not known", change.id(), change.entity(), e);
            return Optional.empty();
        }
    }

    private QueuedEvent state(
            NotificationEvent event,
            ScheduledChange change,
            ReadTransaction reading,
            @Nullable String reason,
            Map<String, Integer> missing,
            long now) {
        ChangeDetails details = ChangeDetails.of(change, reading);
        String id = String.join(
                "-",
                event.id(),
                change.entity().tableName(),
                Integer.toString(change.id()),
                Integer.toString(change.dataVersion()),
                String.valueOf(change.conditions().get(WHEN)));
        ObjectNode payload = payload(event, id, now);
        if (reason != null && !details.isPrivate()) {
            payload.put("reason", reason);
        }
        return change(event, payload, details, missing);
    }
}
