// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES_CONDITIONS;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Conditions of scheduled changes: a time, or an uptake of an update. */
public final class Conditions {
    /** Latest time that browsers can represent, in milliseconds since 1970. */
    private static final long END_OF_CALENDAR = 8_640_000_000_000_000L;

    private static final List<Field<?>> UPTAKE = List.of(
            RULES_SCHEDULED_CHANGES_CONDITIONS.TELEMETRY_PRODUCT,
            RULES_SCHEDULED_CHANGES_CONDITIONS.TELEMETRY_CHANNEL,
            RULES_SCHEDULED_CHANGES_CONDITIONS.TELEMETRY_UPTAKE);

    private static final List<Field<?>> ALL =
            Stream.concat(UPTAKE.stream(), Stream.of(SharedColumns.WHEN)).toList();

    private Conditions() {}

    /** Returns the condition columns of the scheduled changes of an entity. */
    public static List<Field<?>> columns(Entity entity) {
        return Stream.<Field<?>>concat(
                        entity.conditions().contains(Entity.Condition.TIME)
                                ? Stream.of(SharedColumns.WHEN)
                                : Stream.of(),
                        entity.conditions().contains(Entity.Condition.UPTAKE) ? UPTAKE.stream() : Stream.of())
                .toList();
    }

    /** Returns the condition columns of all entities. */
    static List<Field<?>> all() {
        return ALL;
    }

    /** Returns the conditions among the values of a scheduled change. */
    public static Row of(Row what) {
        return what.only(ALL);
    }

    /** Returns the values of a scheduled change that are no conditions. */
    public static Row base(Row what) {
        return what.without(ALL);
    }

    /** Checks that there is exactly one condition and that it is complete. */
    public static void check(Entity entity, Row conditions) {
        List<String> given = conditions.columns().stream()
                .filter(column -> isGiven(conditions.value(column)))
                .toList();
        if (given.isEmpty()) {
            throw ChangeRejectedException.invalid("No conditions found");
        }
        Set<String> possible = names(columns(entity));
        for (String column : given) {
            if (!possible.contains(column)) {
                throw ChangeRejectedException.invalid(
                        "Changes of " + entity.tableName() + " can't have the condition " + column);
            }
        }
        if (!Set.copyOf(given).equals(names(List.of(SharedColumns.WHEN)))
                && !Set.copyOf(given).equals(names(UPTAKE))) {
            throw ChangeRejectedException.invalid("Invalid combination of conditions: " + String.join(", ", given));
        }
    }

    private static Set<String> names(List<Field<?>> columns) {
        return columns.stream().map(Field::getName).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isGiven(@Nullable Object value) {
        return value != null && !value.equals("") && !(value instanceof Number number && number.longValue() == 0);
    }

    /**
     * Checks that the condition of a scheduled change is met.
     *
     * @param uptake the current uptake; null if the caller does not know it
     */
    public static void requireDue(Row conditions, long now, @Nullable Integer uptake) {
        Long when = conditions.get(SharedColumns.WHEN);
        if (when != null && when > now) {
            throw new ChangeRejectedException(new ChangeRejection.NotDue(
                    "The change is scheduled for " + Instant.ofEpochMilli(when) + " (" + when + ")"));
        }
        Integer needed = conditions.get(RULES_SCHEDULED_CHANGES_CONDITIONS.TELEMETRY_UPTAKE);
        if (needed != null && needed != 0 && (uptake == null || uptake < needed)) {
            throw new ChangeRejectedException(new ChangeRejection.NotDue("The change requires an uptake of " + needed
                    + (uptake == null ? ", but none was given" : ", but it is " + uptake)));
        }
    }

    /**
     * Returns whether the time of a scheduled change has come; false for one with an uptake
     * condition.
     */
    public static boolean isDue(Row conditions, long now) {
        Long when = conditions.get(SharedColumns.WHEN);
        return when != null && when != 0 && when <= now;
    }

    /** Checks that a given time is in the future and that browsers can represent it. */
    public static void checkTime(Row conditions, long now) {
        Long when = conditions.get(SharedColumns.WHEN);
        if (when != null && when > END_OF_CALENDAR) {
            throw ChangeRejectedException.invalid("when can't be after " + END_OF_CALENDAR);
        }
        if (when != null && when != 0 && Objects.compare(when, now, Long::compare) < 0) {
            throw ChangeRejectedException.invalid("Cannot schedule changes in the past");
        }
    }
}
