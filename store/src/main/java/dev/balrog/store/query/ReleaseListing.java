// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.query;

import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON_SCHEDULED_CHANGES_CONDITIONS;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON_SCHEDULED_CHANGES_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS_SCHEDULED_CHANGES_CONDITIONS;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS_SCHEDULED_CHANGES_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.core.change.RequiredSignoffs;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.store.rows.JsonRows;
import dev.balrog.store.rows.RawRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * List of releases. Uses a fixed number of queries and passes the releases on one by one, since
 * there may be very many.
 */
final class ReleaseListing {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Tables that the list depends on. */
    static final List<Table<?>> TABLES = List.of(
            RULES,
            PRODUCT_REQ_SIGNOFFS,
            RELEASES,
            RELEASES_JSON,
            RELEASES_JSON_SCHEDULED_CHANGES,
            RELEASES_JSON_SCHEDULED_CHANGES_CONDITIONS,
            RELEASES_JSON_SCHEDULED_CHANGES_SIGNOFFS,
            RELEASE_ASSETS_SCHEDULED_CHANGES,
            RELEASE_ASSETS_SCHEDULED_CHANGES_CONDITIONS,
            RELEASE_ASSETS_SCHEDULED_CHANGES_SIGNOFFS);

    private final DSLContext sql;
    private final @Nullable String product;
    private final @Nullable String prefix;
    private final Map<String, List<RuleReference>> references;
    private final RequiredSignoffs signoffs;
    private final Map<RuleReference, SignoffRequirement> signoffsByRule = new HashMap<>();

    /** A rule that maps to a release. */
    private record RuleReference(
            int id, @Nullable String product, @Nullable String channel) {}

    ReleaseListing(DSLContext sql, @Nullable String product, @Nullable String prefix) {
        this.sql = sql;
        this.product = product;
        this.prefix = prefix;
        this.references = references(sql);
        this.signoffs = new RequiredSignoffs(sql.selectFrom(PRODUCT_REQ_SIGNOFFS)
                .fetch(row -> new RequiredSignoffs.Entry(
                        row.get(PRODUCT_REQ_SIGNOFFS.PRODUCT),
                        row.get(PRODUCT_REQ_SIGNOFFS.CHANNEL),
                        row.get(PRODUCT_REQ_SIGNOFFS.ROLE),
                        row.get(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED))));
    }

    private static Map<String, List<RuleReference>> references(DSLContext sql) {
        Map<String, List<RuleReference>> references = new HashMap<>();
        RawRows.forEach(
                sql.select(RULES.RULE_ID, RULES.PRODUCT, RULES.CHANNEL, RULES.MAPPING, RULES.FALLBACKMAPPING)
                        .from(RULES)
                        .orderBy(RULES.RULE_ID),
                row -> {
                    RuleReference rule = new RuleReference(row.getInt(1), row.getString(2), row.getString(3));
                    String mapping = row.getString(4);
                    String fallback = row.getString(5);
                    add(references, mapping, rule);
                    if (!Objects.equals(mapping, fallback)) {
                        add(references, fallback, rule);
                    }
                });
        return references;
    }

    private static void add(Map<String, List<RuleReference>> references, @Nullable String release, RuleReference rule) {
        if (release != null) {
            references.computeIfAbsent(release, _ -> new ArrayList<>()).add(rule);
        }
    }

    /** Reads v1 releases in the storage order of the database. */
    void whole(Consumer<ObjectNode> rows) {
        ReleaseHead.forEach(sql, RELEASES, head -> {
            if (isWanted(head.name(), head.product())) {
                List<RuleReference> rules = rulesTo(head.name());
                ObjectNode release = head.toJson();
                ArrayNode ids = release.putArray("rule_ids");
                rules.forEach(rule -> ids.add(rule.id));
                release.set("rule_info", ruleInfo(rules));
                rows.accept(release);
            }
        });
    }

    /** Reads v1 releases with the signoffs that their changes require. */
    void wholeWithSignoffs(Consumer<ObjectNode> rows) {
        whole(release -> {
            release.set("required_signoffs", roles(release.path("name").asString()));
            rows.accept(release);
        });
    }

    /** Reads split releases by name, including those that only exist as scheduled changes. */
    void inParts(Consumer<ObjectNode> rows) {
        Map<String, ArrayNode> changes = scheduledChanges();
        List<ReleaseHead> heads = new ArrayList<>();
        ReleaseHead.forEach(sql, RELEASES_JSON, heads::add);
        Set<String> yetToBe = new HashSet<>(changes.keySet());
        heads.forEach(head -> yetToBe.remove(head.name()));
        yetToBe.forEach(name -> heads.add(new ReleaseHead(name, null, null, null)));
        heads.sort(Comparator.comparing(ReleaseHead::name));
        Map<String, ObjectNode> byProduct = new HashMap<>();
        for (ReleaseHead head : heads) {
            if (isWanted(head.name(), head.product())) {
                rows.accept(inParts(head, changes.getOrDefault(head.name(), NODES.arrayNode()), byProduct));
            }
        }
    }

    private ObjectNode inParts(ReleaseHead head, ArrayNode changes, Map<String, ObjectNode> byProduct) {
        ObjectNode release = head.toJson();
        release.set("rule_info", ruleInfo(head.product() == null ? List.of() : rulesTo(head.name())));
        release.set("scheduled_changes", changes);
        if (head.product() != null) {
            release.set("required_signoffs", roles(head.name()));
            release.set(
                    "product_required_signoffs",
                    byProduct.computeIfAbsent(
                            head.product(), key -> signoffs.of(key, null).toJson()));
        }
        return release;
    }

    private List<RuleReference> rulesTo(String name) {
        return references.getOrDefault(name, List.of());
    }

    private boolean isWanted(String name, @Nullable String itsProduct) {
        return (product == null || product.equals(itsProduct)) && (prefix == null || name.startsWith(prefix));
    }

    private static ObjectNode ruleInfo(List<RuleReference> rules) {
        ObjectNode info = NODES.objectNode();
        for (RuleReference rule : rules) {
            info.putObject(Integer.toString(rule.id))
                    .put("product", rule.product)
                    .put("channel", rule.channel);
        }
        return info;
    }

    /**
     * Returns the pending scheduled changes by release name, including those of releases that don't
     * exist yet.
     */
    private Map<String, ArrayNode> scheduledChanges() {
        Map<String, ArrayNode> byName = new HashMap<>();
        schedule(
                byName,
                RELEASES_JSON_SCHEDULED_CHANGES,
                RELEASES_JSON_SCHEDULED_CHANGES_CONDITIONS,
                RELEASES_JSON_SCHEDULED_CHANGES_SIGNOFFS);
        schedule(
                byName,
                RELEASE_ASSETS_SCHEDULED_CHANGES,
                RELEASE_ASSETS_SCHEDULED_CHANGES_CONDITIONS,
                RELEASE_ASSETS_SCHEDULED_CHANGES_SIGNOFFS);
        return byName;
    }

    /**
     * Returns the signoffs, by role, that a release requires because of the rules that map to it.
     */
    private ObjectNode roles(String name) {
        return rulesTo(name).stream()
                .map(rule -> signoffsByRule.computeIfAbsent(
                        new RuleReference(0, rule.product, rule.channel), key -> signoffs.of(key.product, key.channel)))
                .reduce(SignoffRequirement.NONE, SignoffRequirement::and)
                .toJson();
    }

    private void schedule(
            Map<String, ArrayNode> byName, Table<Record> changes, Table<Record> conditions, Table<Record> agreed) {
        Field<Integer> id = required(changes, "sc_id", Integer.class);
        Field<Boolean> complete = required(changes, "complete", Boolean.class);
        Field<Integer> conditionId = required(conditions, "sc_id", Integer.class);
        Field<Integer> agreedId = required(agreed, "sc_id", Integer.class);
        Map<Integer, ObjectNode> signoffsByChange = new HashMap<>();
        sql.select(agreed.fields())
                .from(agreed)
                .join(changes)
                .on(id.eq(agreedId))
                .where(complete.isFalse())
                .forEach(row -> signoffsByChange
                        .computeIfAbsent(row.get(agreedId), _ -> NODES.objectNode())
                        .put(row.get("username", String.class), row.get("role", String.class)));
        List<Field<?>> columns = Stream.concat(
                        changes.fieldStream().filter(field -> !field.getName().equals("base_data")),
                        Stream.of(required(conditions, "when", Long.class)))
                .collect(Collectors.toList());
        sql.select(columns)
                .from(changes)
                .leftJoin(conditions)
                .on(id.eq(conditionId))
                .where(complete.isFalse())
                .orderBy(id)
                .forEach(row -> {
                    ObjectNode change = scheduledChange(row);
                    ObjectNode given = signoffsByChange.get(row.get(id));
                    change.set("signoffs", given == null ? NODES.objectNode() : given);
                    byName.computeIfAbsent(row.get("base_name", String.class), _ -> NODES.arrayNode())
                            .add(change);
                });
    }

    /**
     * Returns a scheduled change as JSON. Its own data version is renamed, because the name is used
     * for the version of the changed row.
     */
    private static ObjectNode scheduledChange(Record row) {
        ObjectNode change = NODES.objectNode();
        JsonRows.object(row).forEachEntry((name, value) -> {
            String shown = name.equals("data_version") ? "sc_data_version" : name.replaceFirst("^base_", "");
            change.set(shown, value);
        });
        return change;
    }

    private static <T> Field<T> required(Table<Record> table, String name, Class<T> type) {
        return Objects.requireNonNull(table.field(name, type), name);
    }
}
