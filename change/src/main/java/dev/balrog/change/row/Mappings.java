// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static dev.balrog.store.jooq.Tables.RULES;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Field;

/** Releases that a rule or a pin maps to. */
public final class Mappings {
    /** Columns of a rule that name a release. A pin has only the first one. */
    public static final List<Field<String>> COLUMNS = List.of(SharedColumns.MAPPING, RULES.FALLBACKMAPPING);

    private Mappings() {}

    /** Returns the names of the releases that a rule or a pin maps to, the mapping first. */
    public static Set<String> of(Row row) {
        Set<String> releases = new LinkedHashSet<>();
        COLUMNS.stream().flatMap(column -> Stream.ofNullable(row.get(column))).forEach(releases::add);
        return releases;
    }
}
