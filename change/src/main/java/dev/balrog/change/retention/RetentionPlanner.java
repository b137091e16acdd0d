// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.retention;

import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RELEASES_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RULES;
import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES;

import dev.balrog.change.retention.RetentionPlan.Expired;
import dev.balrog.change.row.SharedColumns;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.Rights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nightly releases that are old enough and that nothing needs, within one read
 * transaction. Names are compared ignoring case, because MySQL's collations do.
 *
 * <p>A partial update needs its source only as long as the release that offers it can be served. So
 * the sources of a release that is kept only as a source itself may go; otherwise each nightly would
 * keep the one before it, for ever.
 */
final class RetentionPlanner {
    /** Releases per query for content, which may take several MB each. */
    private static final int CONTENT_BATCH = 10;

    private static final int NAME_BATCH = 500;

    private final DSLContext sql;
    private final Rights rights;
    private final Map<String, Candidate> candidates = new HashMap<>();
    private final Set<String> allNames = new HashSet<>();
    private final Map<String, RetentionReason> kept = new TreeMap<>();

    RetentionPlanner(DSLContext sql, Rights rights) {
        this.sql = sql;
        this.rights = rights;
    }

    /** Nightly release that is old enough. */
    private static final class Candidate {
        private final String name;
        private final Instant builtAt;
        private int wholeVersion;
        private int baseVersion;

        Candidate(String name, Instant builtAt) {
            this.name = name;
            this.builtAt = builtAt;
        }
    }

    /**
     * Computes the plan.
     *
     * @param before time before which the builds of expired releases were made
     */
    RetentionPlan plan(Instant before) {
        readWhole(before);
        readBases(before);
        if (!candidates.isEmpty()) {
            keepServed();
            keepScheduled();
            List<Mentioning> scheduled = scheduled();
            keepParts(scheduled);
            keepSources(scheduled);
        }
        return new RetentionPlan(expired(), kept);
    }

    private void readWhole(Instant before) {
        sql.select(RELEASES.NAME, RELEASES.PRODUCT, RELEASES.READ_ONLY, RELEASES.DATA_VERSION)
                .from(RELEASES)
                .forEach(row -> {
                    Candidate found = candidate(row.value1(), row.value2(), row.value3(), before);
                    if (found != null) {
                        found.wholeVersion = row.value4();
                    }
                });
    }

    private void readBases(Instant before) {
        sql.select(RELEASES_JSON.NAME, RELEASES_JSON.PRODUCT, RELEASES_JSON.READ_ONLY, RELEASES_JSON.DATA_VERSION)
                .from(RELEASES_JSON)
                .forEach(row -> {
                    Candidate found = candidate(row.value1(), row.value2(), row.value3(), before);
                    if (found != null) {
                        found.baseVersion = row.value4();
                    }
                });
    }

    private @Nullable Candidate candidate(String name, String product, @Nullable Boolean readOnly, Instant before) {
        allNames.add(name);
        Instant builtAt =
                NightlyName.builtAt(name).filter(time -> time.isBefore(before)).orElse(null);
        if (builtAt == null) {
            return null;
        }
        String folded = ReleaseMentions.fold(name);
        Candidate candidate = candidates.computeIfAbsent(folded, _ -> new Candidate(name, builtAt));
        if (!candidate.name.equals(name)) {
            // Two names that differ only in case: references to them can't be told apart.
            keep(folded, RetentionReason.CHANGED);
            kept.put(name, RetentionReason.CHANGED);
        } else if (Boolean.TRUE.equals(readOnly)) {
            keep(folded, RetentionReason.READ_ONLY);
        } else if (!rights.allows(Permission.RELEASE, Action.DELETE, product)) {
            keep(folded, RetentionReason.NOT_PERMITTED);
        }
        return candidate;
    }

    private void keepServed() {
        for (Field<String> mapping : List.of(RULES.MAPPING, RULES.FALLBACKMAPPING)) {
            sql.selectDistinct(mapping)
                    .from(RULES)
                    .where(mapping.isNotNull())
                    .forEach(row -> replaceReason(row.value1(), RetentionReason.RULE));
        }
        sql.selectDistinct(PINNABLE_RELEASES.MAPPING)
                .from(PINNABLE_RELEASES)
                .forEach(row -> replaceReason(row.value1(), RetentionReason.PIN));
    }

    private void keepScheduled() {
        for (TableField<Record, String> name : List.of(
                RULES_SCHEDULED_CHANGES.BASE_MAPPING,
                RULES_SCHEDULED_CHANGES.BASE_FALLBACKMAPPING,
                PINNABLE_RELEASES_SCHEDULED_CHANGES.BASE_MAPPING,
                RELEASES_SCHEDULED_CHANGES.BASE_NAME,
                RELEASES_JSON_SCHEDULED_CHANGES.BASE_NAME,
                RELEASE_ASSETS_SCHEDULED_CHANGES.BASE_NAME)) {
            Table<Record> table = Objects.requireNonNull(name.getTable(), "table");
            sql.selectDistinct(name)
                    .from(table)
                    .where(pending(table), name.isNotNull())
                    .forEach(row -> keep(ReleaseMentions.fold(row.value1()), RetentionReason.SCHEDULED_CHANGE));
        }
    }

    private static Condition pending(Table<?> table) {
        Field<Boolean> complete = SharedColumns.in(table, SharedColumns.COMPLETE);
        return complete.isNull().or(complete.eq(false));
    }

    /** Keeps the parts of all superblobs, also of those that nothing maps to. */
    private void keepParts(List<Mentioning> scheduled) {
        for (Content content : List.of(WHOLE, BASES)) {
            read(content, contains(content.data(), "\"blobs\""), this::keepParts);
        }
        scheduled.forEach(release -> release.parts.forEach(this::keepPart));
    }

    private void keepParts(Mentioning release) {
        release.parts.stream().filter(part -> !part.equals(release.name)).forEach(this::keepPart);
    }

    private void keepPart(String folded) {
        keep(folded, RetentionReason.SUPERBLOB);
    }

    /**
     * Keeps the sources of partial updates of all releases that are kept for another reason. Reads
     * only content that mentions any nightly at all.
     */
    private void keepSources(List<Mentioning> scheduled) {
        Set<String> served = new HashSet<>();
        candidates.forEach((folded, candidate) -> {
            if (kept.containsKey(candidate.name)) {
                served.add(folded);
            }
        });
        Set<String> sources = new HashSet<>();
        Predicate<String> isServed = name -> {
            String folded = ReleaseMentions.fold(name);
            return !candidates.containsKey(folded) || served.contains(folded);
        };
        for (Content content : List.of(WHOLE, BASES, ASSETS)) {
            forEach(content, contains(content.data(), "nightly"), isServed, release -> {
                sources.addAll(release.parts);
                sources.addAll(release.otherSources());
            });
        }
        scheduled.forEach(release -> sources.addAll(release.otherSources()));
        sources.forEach(folded -> keep(folded, RetentionReason.PARTIAL));
    }

    /** Column with content of releases. */
    private record Content(Table<Record> table, TableField<Record, String> name, Field<String> data) {}

    private static final Content WHOLE = new Content(RELEASES, RELEASES.NAME, RELEASES.DATA.coerce(String.class));

    private static final Content BASES =
            new Content(RELEASES_JSON, RELEASES_JSON.NAME, RELEASES_JSON.DATA.coerce(String.class));

    private static final Content ASSETS =
            new Content(RELEASE_ASSETS, RELEASE_ASSETS.NAME, RELEASE_ASSETS.DATA.coerce(String.class));

    private static final List<Content> SCHEDULED = List.of(
            new Content(
                    RELEASES_SCHEDULED_CHANGES,
                    RELEASES_SCHEDULED_CHANGES.BASE_NAME,
                    RELEASES_SCHEDULED_CHANGES.BASE_DATA.coerce(String.class)),
            new Content(
                    RELEASES_JSON_SCHEDULED_CHANGES,
                    RELEASES_JSON_SCHEDULED_CHANGES.BASE_NAME,
                    RELEASES_JSON_SCHEDULED_CHANGES.BASE_DATA.coerce(String.class)),
            new Content(
                    RELEASE_ASSETS_SCHEDULED_CHANGES,
                    RELEASE_ASSETS_SCHEDULED_CHANGES.BASE_NAME,
                    RELEASE_ASSETS_SCHEDULED_CHANGES.BASE_DATA.coerce(String.class)));

    /** Release and the candidates that it mentions; all names are folded. */
    private record Mentioning(String name, Set<String> parts, Set<String> others) {
        /** Returns what it mentions besides its parts and itself. */
        List<String> otherSources() {
            return others.stream().filter(other -> !other.equals(name)).toList();
        }
    }

    private interface Consumer {
        void accept(Mentioning release);
    }

    private void forEach(Content content, Condition condition, Predicate<String> which, Consumer consumer) {
        List<String> names = allNames.stream().filter(which).sorted().toList();
        for (List<String> batch : batches(names, CONTENT_BATCH)) {
            read(content, content.name().in(batch).and(condition), consumer);
        }
    }

    /** Returns the content that is scheduled for releases and mentions any nightly. */
    private List<Mentioning> scheduled() {
        List<Mentioning> found = new ArrayList<>();
        for (Content content : SCHEDULED) {
            read(content, pending(content.table()).and(contains(content.data(), "nightly")), found::add);
        }
        return found;
    }

    private void read(Content content, Condition condition, Consumer consumer) {
        sql.select(content.name(), content.data())
                .from(content.table())
                .where(condition)
                .fetch()
                .forEach(row -> {
                    ReleaseMentions mentions = ReleaseMentions.read(row.value2(), candidates.keySet());
                    consumer.accept(
                            new Mentioning(ReleaseMentions.fold(row.value1()), mentions.parts(), mentions.others()));
                });
    }

    private static Condition contains(Field<String> data, String text) {
        return DSL.condition("instr(lower({0}), {1}) > 0", data, DSL.val(text));
    }

    private void replaceReason(String name, RetentionReason reason) {
        Candidate candidate = candidates.get(ReleaseMentions.fold(name));
        if (candidate != null) {
            kept.put(candidate.name, reason);
        }
    }

    private void keep(String folded, RetentionReason reason) {
        Candidate candidate = candidates.get(folded);
        if (candidate != null) {
            kept.putIfAbsent(candidate.name, reason);
        }
    }

    private List<Expired> expired() {
        List<Candidate> unneeded = candidates.values().stream()
                .filter(candidate -> !kept.containsKey(candidate.name))
                .sorted(Comparator.<Candidate, Instant>comparing(candidate -> candidate.builtAt)
                        .thenComparing(candidate -> candidate.name))
                .toList();
        Map<String, Integer> assets =
                assets(unneeded.stream().map(candidate -> candidate.name).toList());
        List<Expired> expired = new ArrayList<>();
        for (Candidate candidate : unneeded) {
            int rows = (candidate.wholeVersion > 0 ? 1 : 0)
                    + (candidate.baseVersion > 0 ? 1 : 0)
                    + assets.getOrDefault(candidate.name, 0);
            expired.add(new Expired(candidate.name, candidate.wholeVersion, candidate.baseVersion, rows));
        }
        return expired;
    }

    private Map<String, Integer> assets(List<String> names) {
        Map<String, Integer> counts = new HashMap<>();
        for (List<String> batch : batches(names, NAME_BATCH)) {
            sql.select(RELEASE_ASSETS.NAME, DSL.count())
                    .from(RELEASE_ASSETS)
                    .where(RELEASE_ASSETS.NAME.in(batch))
                    .groupBy(RELEASE_ASSETS.NAME)
                    .forEach(row -> counts.merge(row.value1(), row.value2(), Integer::sum));
        }
        return counts;
    }

    private static <T> List<List<T>> batches(List<T> all, int size) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
                .mapToObj(from -> all.subList(from, Math.min(from + size, all.size())))
                .toList();
    }
}
