// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.reachability;

import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RELEASES_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RULES;
import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES;

import dev.balrog.change.rejection.ReleaseReferrer;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.SharedColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** Finds current and scheduled references to a release, within one transaction. */
public final class ReleaseReferrers {
    private final DSLContext sql;
    private final ServedPlaces served;

    public ReleaseReferrers(DSLContext sql, ServedPlaces served) {
        this.sql = sql;
        this.served = served;
    }

    /** Returns the rules that map to a release. */
    public List<ReleaseReferrer> rules(String release) {
        return sql.select(RULES.RULE_ID)
                .from(RULES)
                .where(RULES.MAPPING.eq(release).or(RULES.FALLBACKMAPPING.eq(release)))
                .orderBy(RULES.RULE_ID)
                .fetch(row -> new ReleaseReferrer("rule", row.value1(), null));
    }

    /** Returns the pins to a release. */
    public List<ReleaseReferrer> pins(String release) {
        return sql.select(PINNABLE_RELEASES.PRODUCT, PINNABLE_RELEASES.CHANNEL, PINNABLE_RELEASES.VERSION)
                .from(PINNABLE_RELEASES)
                .where(PINNABLE_RELEASES.MAPPING.eq(release))
                .orderBy(PINNABLE_RELEASES.PRODUCT, PINNABLE_RELEASES.CHANNEL, PINNABLE_RELEASES.VERSION)
                .fetch(row -> new ReleaseReferrer("pin", null, pin(row.value1(), row.value2(), row.value3())));
    }

    private static String pin(String product, String channel, String version) {
        return product + " " + channel + " " + version;
    }

    /** Returns the other superblobs that have a release as a part. */
    public List<ReleaseReferrer> superblobs(String release) {
        return served.havingPart(release).stream()
                .filter(name -> !name.equals(release))
                .sorted()
                .map(name -> new ReleaseReferrer("release", null, name))
                .toList();
    }

    /** Returns the scheduled changes that would refer to a release. */
    public List<ReleaseReferrer> scheduled(String release) {
        List<ReleaseReferrer> found = new ArrayList<>();
        found.addAll(sql.select(RULES_SCHEDULED_CHANGES.SC_ID)
                .from(RULES_SCHEDULED_CHANGES)
                .where(RULES_SCHEDULED_CHANGES.COMPLETE.eq(false))
                .and(RULES_SCHEDULED_CHANGES.CHANGE_TYPE.ne(ChangeType.DELETE.text()))
                .and(RULES_SCHEDULED_CHANGES
                        .BASE_MAPPING
                        .eq(release)
                        .or(RULES_SCHEDULED_CHANGES.BASE_FALLBACKMAPPING.eq(release)))
                .fetch(row -> new ReleaseReferrer("scheduled_rule", row.value1(), null)));
        found.addAll(sql.select(
                        PINNABLE_RELEASES_SCHEDULED_CHANGES.SC_ID,
                        PINNABLE_RELEASES_SCHEDULED_CHANGES.BASE_PRODUCT,
                        PINNABLE_RELEASES_SCHEDULED_CHANGES.BASE_CHANNEL,
                        PINNABLE_RELEASES_SCHEDULED_CHANGES.BASE_VERSION)
                .from(PINNABLE_RELEASES_SCHEDULED_CHANGES)
                .where(PINNABLE_RELEASES_SCHEDULED_CHANGES.COMPLETE.eq(false))
                .and(PINNABLE_RELEASES_SCHEDULED_CHANGES.CHANGE_TYPE.ne(ChangeType.DELETE.text()))
                .and(PINNABLE_RELEASES_SCHEDULED_CHANGES.BASE_MAPPING.eq(release))
                .fetch(row -> new ReleaseReferrer(
                        "scheduled_pin", row.value1(), pin(row.value2(), row.value3(), row.value4()))));
        Stream.of(
                        scheduledSuperblobs(
                                RELEASES_SCHEDULED_CHANGES,
                                RELEASES_SCHEDULED_CHANGES.BASE_NAME,
                                RELEASES_SCHEDULED_CHANGES.BASE_DATA.coerce(String.class),
                                release),
                        scheduledSuperblobs(
                                RELEASES_JSON_SCHEDULED_CHANGES,
                                RELEASES_JSON_SCHEDULED_CHANGES.BASE_NAME,
                                RELEASES_JSON_SCHEDULED_CHANGES.BASE_DATA.coerce(String.class),
                                release))
                .forEach(found::addAll);
        return found;
    }

    private List<ReleaseReferrer> scheduledSuperblobs(
            Table<Record> table, TableField<Record, String> name, Field<String> data, String release) {
        Field<Integer> id = SharedColumns.in(table, SharedColumns.SC_ID);
        Condition pending = DSL.condition(
                "complete = {0} AND change_type <> 'delete' AND instr({1}, '\"blobs\"') > 0", DSL.val(false), data);
        return sql.select(id, name, data).from(table).where(pending).fetch().stream()
                .filter(row -> !row.value2().equals(release)
                        && StoredReferences.references(row.value3()).parts().contains(release))
                .map(row -> new ReleaseReferrer("scheduled_release", row.value1(), row.value2()))
                .toList();
    }
}
