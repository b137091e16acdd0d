// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What scheduled changes wait for: a time, or that enough clients have taken an update up. */
final class Conditions {
    static final String WHEN = "when";

    /** The last millisecond that the calendar of browsers knows. */
    private static final long END_OF_CALENDAR = 8_640_000_000_000_000L;

    private static final List<String> UPTAKE = List.of("telemetry_product", "telemetry_channel", "telemetry_uptake");

    private Conditions() {}

    /** The columns that the conditions of changes to an entity can have. */
    static List<String> columns(Entity entity) {
        return Stream.concat(
                        entity.conditions().contains(Entity.Condition.TIME) ? Stream.of(WHEN) : Stream.of(),
                        entity.conditions().contains(Entity.Condition.UPTAKE) ? UPTAKE.stream() : Stream.of())
                .toList();
    }

    /** Whether the column belongs to the conditions of any entity. */
    static boolean isCondition(String column) {
        return column.equals(WHEN) || UPTAKE.contains(column);
    }

    /** Checks that there is exactly one condition, and a complete one. */
    static void check(Entity entity, Row conditions) {
        List<String> given = conditions.columns().stream()
                .filter(column -> isGiven(conditions.get(column)))
                .toList();
        if (given.isEmpty()) {
            throw ChangeRejectedException.invalid("No conditions found");
        }
        List<String> possible = columns(entity);
        for (String column : given) {
            if (!possible.contains(column)) {
                throw ChangeRejectedException.invalid("Changes of " + entity.table() + " can't wait for " + column);
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
     * Checks that what a scheduled change waits for has come.
     *
     * @param uptake the present uptake; null where the caller does not know it
     */
    static void requireDue(Row conditions, long now, @Nullable Integer uptake) {
        Long when = conditions.number(WHEN);
        if (when != null && when > now) {
            throw new ChangeRejectedException(new ChangeRejection.NotDue(
                    "The change is scheduled for " + Instant.ofEpochMilli(when) + " (" + when + ")"));
        }
        Long needed = conditions.number("telemetry_uptake");
        if (needed != null && needed != 0 && (uptake == null || uptake < needed)) {
            throw new ChangeRejectedException(new ChangeRejection.NotDue("The change waits for an uptake of " + needed
                    + (uptake == null ? ", and none was given" : ", and it is " + uptake)));
        }
    }

    /** Returns whether the time that a scheduled change waits for has come; false for one that waits for an uptake. */
    static boolean isDue(Row conditions, long now) {
        Long when = conditions.number(WHEN);
        return when != null && when != 0 && when <= now;
    }

    /** Checks that a time that is given is yet to come, and that calendars have it. */
    static void checkTime(Row conditions, long now) {
        Long when = conditions.number(WHEN);
        if (when != null && when > END_OF_CALENDAR) {
            throw ChangeRejectedException.invalid("when can't be after " + END_OF_CALENDAR);
        }
        if (when != null && when != 0 && Objects.compare(when, now, Long::compare) < 0) {
            throw ChangeRejectedException.invalid("Cannot schedule changes in the past");
        }
    }
}
