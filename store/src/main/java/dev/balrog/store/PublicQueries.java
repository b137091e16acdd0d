// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

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
 * What the read-only API shows, straight from the database: rows as objects by column name, nulls included.
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
     * Part of a longer list.
     *
     * @param total how long the whole list is
     * @param rows the part
     */
    public record Page(long total, ArrayNode rows) {}

    /**
     * A piece of data and its version.
     *
     * @param data any JSON
     * @param dataVersion version of the row that holds the data; null when there is no such row
     */
    public record Versioned(JsonNode data, @Nullable Integer dataVersion) {}

    /** Tells whether {@link #rules}, {@link #wholeReleases} or {@link #splitReleases} may have become others. */
    public ChangeDetector changesOfLists() {
        return new ChangeDetector(
                database,
                Stream.concat(Stream.of(RULES, PINNABLE_RELEASES), ReleaseListing.TABLES.stream())
                        .map(Table::getName)
                        .distinct()
                        .toList());
    }

    /** How many rules there are. */
    public long countRules() {
        return database.read(sql -> sql.fetchCount(RULES));
    }

    /**
     * The rules, by priority, version and mapping.
     *
     * @param product only those of exactly this product; null for all
     */
    public ArrayNode rules(@Nullable String product) {
        Condition condition = product == null ? noCondition() : RULES.PRODUCT.eq(product);
        return database.read(sql -> JsonRows.array(sql.selectFrom(RULES)
                .where(condition)
                .orderBy(RULES.PRIORITY, RULES.VERSION, RULES.MAPPING, RULES.RULE_ID)
                .fetch()));
    }

    /**
     * The rules as they were, each with the change that made it so.
     *
     * @param timestamp point in time, milliseconds since 1970
     */
    public ArrayNode rulesAt(long timestamp) {
        return database.read(sql -> JsonRows.array(sql.selectFrom(RULES_HISTORY)
                .where(RULES_HISTORY.CHANGE_ID.in(select(max(RULES_HISTORY.CHANGE_ID))
                        .from(RULES_HISTORY)
                        .where(RULES_HISTORY.TIMESTAMP.le(timestamp))
                        .groupBy(RULES_HISTORY.RULE_ID)))
                // Without a version, the change was that the rule went, or was about to come.
                .and(RULES_HISTORY.DATA_VERSION.isNotNull())
                .orderBy(RULES_HISTORY.CHANGE_ID)
                .fetch()));
    }

    /**
     * One rule.
     *
     * @param idOrAlias an alias when it begins with a letter and goes on with letters, digits and hyphens; else an id
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
     * Former and present versions of a rule, each with the change that made it so; the newest first.
     *
     * @param idOrAlias as for {@link #rule}
     * @param page which part of the list, from 1
     * @param limit how long the parts are, from 0
     * @return the part, which may be empty; nothing when there is no such rule
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
                            // Of one time, the reference tells the first one first.
                            .orderBy(RULES_HISTORY.TIMESTAMP.desc(), RULES_HISTORY.CHANGE_ID)
                            .limit(limit)
                            .offset((long) limit * (page - 1))
                            .fetch()));
        }));
    }

    /**
     * Names of releases: those that are stored whole, then those that are stored in parts.
     *
     * @param product only releases of exactly this product; null for all
     * @param prefix only releases whose names begin like this; null for all
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
     * Names of the releases that are stored whole.
     *
     * @param product only releases of exactly this product; null for all
     * @param prefix only releases whose names begin like this; null for all
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
     * Releases without their data: those that are stored whole, with the rules that lead to them, then those that are
     * stored in parts, also with required signoffs and scheduled changes, and with those that are only scheduled to be.
     *
     * @param product only releases of exactly this product; null for all
     * @param prefix only releases whose names begin like this; null for all
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
     * Releases that are stored whole, without their data: with the rules that lead to them and the signoffs that their
     * changes require.
     *
     * @param product only releases of exactly this product; null for all
     * @param prefix only releases whose names begin like this; null for all
     * @param rows gets them one by one, within the transaction that reads them
     */
    public void wholeReleases(@Nullable String product, @Nullable String prefix, Consumer<ObjectNode> rows) {
        database.read(sql -> {
            new ReleaseListing(sql, product, prefix).wholeWithSignoffs(rows);
            return rows;
        });
    }

    /**
     * Releases that are stored in parts, and those that are only scheduled to be, without their data.
     *
     * @param rows gets them one by one, within the transaction that reads them
     */
    public void splitReleases(Consumer<ObjectNode> rows) {
        database.read(sql -> {
            new ReleaseListing(sql, null, null).inParts(rows);
            return rows;
        });
    }

    /** A release as a whole: its base with the assets put into it, or else the one that is stored whole. */
    public Optional<Versioned> release(String name) {
        return database.read(sql -> rows(sql, name).map(rows -> new Versioned(json(rows), version(rows))));
    }

    /**
     * The build of a release for a platform and locale.
     *
     * @return the build and the version of the asset or, where it is none of its own, of the release
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

    /** All emergency shutoffs. */
    public ArrayNode shutoffs() {
        return database.read(
                sql -> JsonRows.array(sql.selectFrom(EMERGENCY_SHUTOFFS).fetch()));
    }

    /** The emergency shutoff of exactly this product and channel. */
    public Optional<ObjectNode> shutoff(String product, String channel) {
        return database.read(sql -> sql.selectFrom(EMERGENCY_SHUTOFFS)
                .where(EMERGENCY_SHUTOFFS.PRODUCT.eq(product), EMERGENCY_SHUTOFFS.CHANNEL.eq(channel))
                .fetchOptional()
                .map(JsonRows::object));
    }

    /**
     * The pinnable release of exactly this product, channel and version.
     *
     * @param version with its dot at the end
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
