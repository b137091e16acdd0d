// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.PERMISSIONS_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_SCHEDULED_CHANGES;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;

/**
 * Columns of the tables of Mozilla's Balrog that contain JSON as a string: the content of releases
 * and the options of permissions, also those of scheduled changes and histories. A column of one of
 * these names has JSON in all governed tables.
 */
public final class JsonColumns {
    private static final Set<String> NAMES = Stream.of(
                    RELEASES.DATA,
                    RELEASES_SCHEDULED_CHANGES.BASE_DATA,
                    PERMISSIONS.OPTIONS,
                    PERMISSIONS_SCHEDULED_CHANGES.BASE_OPTIONS)
            .map(Field::getName)
            .collect(Collectors.toUnmodifiableSet());

    private JsonColumns() {}

    /** Returns whether a column contains JSON as a string. */
    public static boolean isJson(Field<?> column) {
        return isJson(column.getName());
    }

    /** Returns whether the column of a name contains JSON as a string. */
    public static boolean isJson(String column) {
        return NAMES.contains(column);
    }
}
