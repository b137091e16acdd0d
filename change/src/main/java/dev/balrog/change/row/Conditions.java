// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conditions of scheduled changes: a time, or an uptake of an update. */
public final class Conditions {
    public static final String WHEN = "when";

    /** Latest time that browsers can represent, in milliseconds since 1970. */
    private static final long END_OF_CALENDAR = 8_640_000_000_000_000L;

    private static final List<String> UPTAKE = List.of("telemetry_product", "telemetry_channel", "telemetry_uptake");

    private Conditions() {}

    /** Returns the condition columns of the scheduled changes of an entity. */
    public static List<String> columns(Entity entity) {
        return Stream.concat(
                        entity.conditions().contains(Entity.Condition.TIME) ? Stream.of(WHEN) : Stream.of(),
                        entity.conditions().contains(Entity.Condition.UPTAKE) ? UPTAKE.stream() : Stream.of())
                .toList();
    }

    /** Returns whether the column is a condition column of any entity. */
    public static boolean isCondition(String column) {
        return column.equals(WHEN) || UPTAKE.contains(column);
    }

    /** Checks that there is exactly one condition and that it is complete. */
    public static void check(Entity entity, Row conditions) {
        List<String> given = conditions.columns().stream()
                .filter(column -> isGiven(conditions.get(column)))
                .toList();
        if (given.isEmpty()) {
            throw ChangeRejectedException.invalid("No conditions found");
        }
        List<String> possible = columns(entity);
        for (String column : given) {
            if (!possible.contains(column)) {
                throw ChangeRejectedException.invalid(
                        "Changes of " + entity.table() + " can't have the condition " + column);
            }
        }
        if (!Set.copyOf(given).equals(Set.of(WHEN)) && !Set.copyOf(given).equals(Set.copyOf(UPTAKE))) {
            throw ChangeRejectedException.invalid("Invalid combination of conditions: " + String.join(", ", given));
        }
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
        Long when = conditions.number(WHEN);
        if (when != null && when > now) {
            throw new ChangeRejectedException(new ChangeRejection.NotDue(
                    "The change is scheduled for " + Instant.ofEpochMilli(when) + " (" + when + ")"));
        }
        Long needed = conditions.number("telemetry_uptake");
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
        Long when = conditions.number(WHEN);
        return when != null && when != 0 && when <= now;
    }

    /** Checks that a given time is in the future and that browsers can represent it. */
    public static void checkTime(Row conditions, long now) {
        Long when = conditions.number(WHEN);
        if (when != null && when > END_OF_CALENDAR) {
            throw ChangeRejectedException.invalid("when can't be after " + END_OF_CALENDAR);
        }
        if (when != null && when != 0 && Objects.compare(when, now, Long::compare) < 0) {
            throw ChangeRejectedException.invalid("Cannot schedule changes in the past");
        }
    }
}
