// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.query;

import static dev.balrog.store.jooq.Tables.EMERGENCY_SHUTOFFS;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;
import static dev.balrog.store.jooq.Tables.RULES_HISTORY;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.store.ChangeDetector;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.rows.JsonRows;
import dev.balrog.store.rows.ReleaseRows;
import dev.balrog.store.rows.ReleaseTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Queries of the read-only API, directly on the database: rows as objects by column name, including
 * nulls.
 *
 * <p>All methods throw a {@link StoreException} when the database can't be read.
 */
public final class PublicQueries {
    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
    private static final Pattern ID = Pattern.compile("[0-9]{1,9}");
    private static final ObjectReader JSON = JsonMapper.shared().reader();

    private final Database database;

    public PublicQueries(Database database) {
        this.database = database;
    }

    /**
     * Page of a list.
     *
     * @param total length of the whole list
     * @param rows rows of this page
     */
    public record Page(long total, ArrayNode rows) {}

    /**
     * JSON data with its data version.
     *
     * @param data any JSON
     * @param dataVersion data version of the row that contains the data; null when there is no such
     *     row
     */
    public record Versioned(JsonNode data, @Nullable Integer dataVersion) {}

    /**
     * Returns a detector for changes of {@link #rules}, {@link #wholeReleases} and
     * {@link #splitReleases}.
     */
    public ChangeDetector changesOfLists() {
        return new ChangeDetector(
                database,
                Stream.concat(Stream.of(RULES, PINNABLE_RELEASES), ReleaseListing.TABLES.stream())
                        .map(Table::getName)
                        .distinct()
                        .toList());
    }

    /** Returns the number of rules. */
    public long countRules() {
        return database.read(sql -> sql.fetchCount(RULES));
    }

    /**
     * Returns the rules, by priority, version and mapping.
     *
     * @param product exact product to filter by; null for all
     */
    public ArrayNode rules(@Nullable String product) {
        Condition condition = product == null ? noCondition() : RULES.PRODUCT.eq(product);
        return database.read(sql -> JsonRows.array(sql.selectFrom(RULES)
                .where(condition)
                .orderBy(RULES.PRIORITY, RULES.VERSION, RULES.MAPPING, RULES.RULE_ID)
                .fetch()));
    }

    /**
     * Returns the rules at a past point in time, each with the change that created that version.
     *
     * @param timestamp point in time, milliseconds since 1970
     */
    public ArrayNode rulesAt(long timestamp) {
        return database.read(sql -> JsonRows.array(sql.selectFrom(RULES_HISTORY)
                .where(RULES_HISTORY.CHANGE_ID.in(select(max(RULES_HISTORY.CHANGE_ID))
                        .from(RULES_HISTORY)
                        .where(RULES_HISTORY.TIMESTAMP.le(timestamp))
                        .groupBy(RULES_HISTORY.RULE_ID)))
                // A row without a data version marks a deletion, or the moment before an insertion.
                .and(RULES_HISTORY.DATA_VERSION.isNotNull())
                .orderBy(RULES_HISTORY.CHANGE_ID)
                .fetch()));
    }

    /**
     * Returns a rule; empty when there is none.
     *
     * @param idOrAlias an alias when it begins with a letter followed by letters, digits and
     *     hyphens; otherwise an id
     */
    public Optional<ObjectNode> rule(String idOrAlias) {
        return database.read(sql -> ruleRow(sql, idOrAlias).map(JsonRows::object));
    }

    private static Optional<Record> ruleRow(DSLContext sql, String idOrAlias) {
        Condition condition;
        if (ALIAS.matcher(idOrAlias).matches()) {
            condition = RULES.ALIAS.eq(idOrAlias);
        } else if (ID.matcher(idOrAlias).matches()) {
            condition = RULES.RULE_ID.eq(Integer.parseInt(idOrAlias));
        } else {
            return Optional.empty();
        }
        return sql.selectFrom(RULES).where(condition).fetchOptional();
    }

    /**
     * Returns past and current versions of a rule, each with the change that created it; newest
     * first.
     *
     * @param idOrAlias an id or alias as in {@link #rule}
     * @param page page number, from 1
     * @param limit page size, from 0
     * @return the page, which may have no rows; empty when there is no such rule
     * @throws IllegalArgumentException when page or limit are too small
     */
    public Optional<Page> ruleRevisions(String idOrAlias, int page, int limit) {
        if (page < 1) {
            throw new IllegalArgumentException("page has to be 1 or more");
        }
        if (limit < 0) {
            throw new IllegalArgumentException("limit has to be 0 or more");
        }
        return database.read(sql -> ruleRow(sql, idOrAlias).map(rule -> {
            Condition condition =
                    RULES_HISTORY.RULE_ID.eq(rule.get(RULES.RULE_ID)).and(RULES_HISTORY.DATA_VERSION.isNotNull());
            return new Page(
                    sql.fetchCount(RULES_HISTORY, condition),
                    JsonRows.array(sql.selectFrom(RULES_HISTORY)
                            .where(condition)
                            // Same timestamp: oldest first, as Mozilla's Balrog does.
                            .orderBy(RULES_HISTORY.TIMESTAMP.desc(), RULES_HISTORY.CHANGE_ID)
                            .limit(limit)
                            .offset((long) limit * (page - 1))
                            .fetch()));
        }));
    }

    /**
     * Returns the names of the releases: v1 releases first, then split releases.
     *
     * @param product exact product to filter by; null for all
     * @param prefix prefix of names to filter by; null for all
     */
    public List<String> releaseNames(@Nullable String product, @Nullable String prefix) {
        return database.read(sql -> {
            List<String> names = wholeReleaseNames(sql, product);
            names.addAll(sql.select(RELEASES_JSON.NAME)
                    .from(RELEASES_JSON)
                    .where(product == null ? noCondition() : RELEASES_JSON.PRODUCT.eq(product))
                    .orderBy(RELEASES_JSON.NAME)
                    .fetch(RELEASES_JSON.NAME));
            return beginningWith(prefix, names);
        });
    }

    /**
     * Returns the names of the v1 releases.
     *
     * @param product exact product to filter by; null for all
     * @param prefix prefix of names to filter by; null for all
     */
    public List<String> wholeReleaseNames(@Nullable String product, @Nullable String prefix) {
        return database.read(sql -> beginningWith(prefix, wholeReleaseNames(sql, product)));
    }

    private static List<String> wholeReleaseNames(DSLContext sql, @Nullable String product) {
        return new ArrayList<>(sql.select(RELEASES.NAME)
                .from(RELEASES)
                .where(product == null ? noCondition() : RELEASES.PRODUCT.eq(product))
                .fetch(RELEASES.NAME));
    }

    private static List<String> beginningWith(@Nullable String prefix, List<String> names) {
        names.removeIf(name -> prefix != null && !name.startsWith(prefix));
        return names;
    }

    /**
     * Returns the releases without their data: v1 releases with the rules that map to them, then
     * split releases, also with required signoffs and scheduled changes, including releases that
     * only exist as scheduled changes.
     *
     * @param product exact product to filter by; null for all
     * @param prefix prefix of names to filter by; null for all
     */
    public ArrayNode releases(@Nullable String product, @Nullable String prefix) {
        return database.read(sql -> {
            ArrayNode rows = JsonNodeFactory.instance.arrayNode();
            ReleaseListing listing = new ReleaseListing(sql, product, prefix);
            listing.whole(rows::add);
            listing.inParts(rows::add);
            return rows;
        });
    }

    /**
     * Reads the v1 releases without their data, with the rules that map to them and the signoffs
     * that their changes require.
     *
     * @param product exact product to filter by; null for all
     * @param prefix prefix of names to filter by; null for all
     * @param rows called for each release within the reading transaction
     */
    public void wholeReleases(@Nullable String product, @Nullable String prefix, Consumer<ObjectNode> rows) {
        database.read(sql -> {
            new ReleaseListing(sql, product, prefix).wholeWithSignoffs(rows);
            return rows;
        });
    }

    /**
     * Reads the split releases without their data, including those that only exist as scheduled
     * changes.
     *
     * @param rows called for each release within the reading transaction
     */
    public void splitReleases(Consumer<ObjectNode> rows) {
        database.read(sql -> {
            new ReleaseListing(sql, null, null).inParts(rows);
            return rows;
        });
    }

    /**
     * Returns a complete release: the base and assets of a split release joined, or else the v1
     * release; empty when there is none.
     */
    public Optional<Versioned> release(String name) {
        return database.read(sql -> rows(sql, name).map(rows -> new Versioned(json(rows), version(rows))));
    }

    /**
     * Returns the build of a release for a platform and locale.
     *
     * @return the build, and the data version of its asset or, when it has no asset of its own, of
     *     the release
     */
    public Optional<Versioned> locale(String release, String platform, String locale) {
        return database.read(sql -> rows(sql, release).flatMap(rows -> {
            JsonNode build =
                    json(rows).path("platforms").path(platform).path("locales").path(locale);
            if (build.isMissingNode()) {
                return Optional.empty();
            }
            String path = ".platforms." + platform + ".locales." + locale;
            return Optional.of(new Versioned(
                    build,
                    rows.assets().stream()
                            .filter(asset -> path.equals(asset.get(RELEASE_ASSETS.PATH)))
                            .findFirst()
                            .map(asset -> asset.get(RELEASE_ASSETS.DATA_VERSION))
                            .orElseGet(() -> version(rows))));
        }));
    }

    private static Optional<ReleaseRows> rows(DSLContext sql, String name) {
        List<ReleaseRows> found = new ArrayList<>(1);
        ReleaseTables.read(sql, List.of(name), found::addAll);
        return found.stream().findFirst();
    }

    private static JsonNode json(ReleaseRows rows) {
        try {
            return rows.json(JSON);
        } catch (InvalidReleaseException e) {
            throw new StoreException("The release " + rows.name() + " can't be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable Integer version(ReleaseRows rows) {
        if (rows.whole() != null) {
            return rows.whole().get(RELEASES.DATA_VERSION);
        }
        return rows.base() == null ? null : rows.base().get(RELEASES_JSON.DATA_VERSION);
    }

    /** Returns all emergency shutoffs. */
    public ArrayNode shutoffs() {
        return database.read(
                sql -> JsonRows.array(sql.selectFrom(EMERGENCY_SHUTOFFS).fetch()));
    }

    /**
     * Returns the emergency shutoff of exactly this product and channel; empty when there is none.
     */
    public Optional<ObjectNode> shutoff(String product, String channel) {
        return database.read(sql -> sql.selectFrom(EMERGENCY_SHUTOFFS)
                .where(EMERGENCY_SHUTOFFS.PRODUCT.eq(product), EMERGENCY_SHUTOFFS.CHANNEL.eq(channel))
                .fetchOptional()
                .map(JsonRows::object));
    }

    /**
     * Returns the pinnable release of exactly this product, channel and version; empty when there
     * is none.
     *
     * @param version pinned version, including its trailing dot
     */
    public Optional<ObjectNode> pin(String product, String channel, String version) {
        return database.read(sql -> sql.selectFrom(PINNABLE_RELEASES)
                .where(
                        PINNABLE_RELEASES.PRODUCT.eq(product),
                        PINNABLE_RELEASES.CHANNEL.eq(channel),
                        PINNABLE_RELEASES.VERSION.eq(version))
                .fetchOptional()
                .map(JsonRows::object));
    }
}
