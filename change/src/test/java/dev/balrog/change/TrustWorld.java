// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.OPTIONS;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.TrustModel.Change;
import dev.balrog.change.TrustState.Fields;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small world with protected channels, superblobs, product superblobs, pins and partner channels; honest, limited and
 * malicious people and service accounts in it; and what they may try.
 */
final class TrustWorld {
    /** People with permissions and roles, one with every permission but no role, and one who only grants. */
    static final List<String> PEOPLE =
            List.of("ada@x", "bob@x", "cat@x", "dan@x", "erin@x", "mal@x", "mal@x", "perm@x", "new@x");
    /** Service accounts; the last one is known by its token only. */
    static final List<String> ACCOUNTS = List.of("ffxbld", "agent", "client-7");

    /** Service accounts that the settings name. */
    static final Set<String> SYSTEM_ACCOUNTS = Set.of("ffxbld", "agent");

    static final List<String> ROLES = List.of("releng", "relman", "qa");
    private static final List<String> RULE_CHANNELS = List.of(
            "release",
            "release",
            "release",
            "release-cck-acme",
            "release-cck-*",
            "rel*",
            "(beta|release)*",
            "beta",
            "nightly");
    private static final List<String> REQUIREMENT_CHANNELS =
            List.of("release", "release", "release-cck-*", "rel*", "beta", "nightly");
    private static final List<String> WHOLE = List.of("A", "B", "Next", "PartA", "PartB", "Super", "Gmp", "Codec");
    private static final List<String> SPLIT = List.of("Split", "Pinned");
    private static final List<String> MAPPINGS =
            List.of("A", "B", "Next", "Split", "Super", "Gmp", "Pinned", "PartA", "Codec");
    private static final List<String> PRODUCTS = List.of("Firefox", "Firefox", "Fenix", "SystemAddons", "OpenH264");

    private final RandomGenerator random;

    TrustWorld(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Intended change of one row.
     *
     * @param row the key and, unless it is deleted, all values
     */
    record Deed(Entity entity, ChangeType type, Row row) {
        private Row key() {
            return row.only(entity.key());
        }

        void make(Transaction transaction) {
            switch (type) {
                case INSERT -> transaction.insert(entity, row);
                case UPDATE -> transaction.update(entity, key(), row, version(transaction));
                case DELETE -> transaction.delete(entity, key(), version(transaction));
            }
        }

        void schedule(Transaction transaction, long when) {
            Row what = type == ChangeType.UPDATE
                    ? transaction.require(entity, key()).with(row)
                    : type == ChangeType.INSERT ? row : row.with(DATA_VERSION, version(transaction));
            transaction.schedule(entity, type, what.with(WHEN, when));
        }

        private int version(Transaction transaction) {
            return transaction.require(entity, key()).dataVersion();
        }
    }

    static void fill(Database database) {
        ObjectNode world = json("""
                {
                  'rules': [
                    {'product': 'Firefox', 'channel': 'release', 'mapping': 'A', 'fallbackMapping': 'Split'},
                    {'product': 'Firefox', 'channel': 'nightly', 'mapping': 'B'},
                    {'product': 'SystemAddons', 'channel': 'release', 'mapping': 'Super'},
                    {'product': 'SystemAddons', 'channel': 'beta', 'mapping': 'Gmp'},
                    {'product': 'OpenH264', 'channel': 'nightly', 'mapping': 'Codec'},
                    {'product': 'Fenix', 'channel': 'beta', 'mapping': 'B'}],
                  'emergency_shutoffs': [{'product': 'Firefox', 'channel': 'release'}],
                  'pinnable_releases': [
                    {'product': 'Firefox', 'channel': 'release', 'version': '1.', 'mapping': 'Pinned'}],
                  'permissions': [
                    {'permission': 'admin', 'username': 'ada@x'},
                    {'permission': 'rule', 'username': 'bob@x'},
                    {'permission': 'release', 'username': 'bob@x'},
                    {'permission': 'admin', 'username': 'cat@x'},
                    {'permission': 'admin', 'username': 'dan@x', 'options': {'products': ['Firefox']}},
                    {'permission': 'rule', 'username': 'erin@x'},
                    {'permission': 'scheduled_change', 'username': 'erin@x'},
                    {'permission': 'rule', 'username': 'mal@x'},
                    {'permission': 'release', 'username': 'mal@x'},
                    {'permission': 'release_locale', 'username': 'mal@x'},
                    {'permission': 'pinnable_release', 'username': 'mal@x'},
                    {'permission': 'emergency_shutoff', 'username': 'mal@x'},
                    {'permission': 'scheduled_change', 'username': 'mal@x'},
                    {'permission': 'permission', 'username': 'perm@x'},
                    {'permission': 'required_signoff', 'username': 'perm@x'},
                    {'permission': 'release', 'username': 'ffxbld'},
                    {'permission': 'rule', 'username': 'ffxbld'},
                    {'permission': 'pinnable_release', 'username': 'ffxbld'},
                    {'permission': 'scheduled_change', 'username': 'agent'},
                    {'permission': 'rule', 'username': 'client-7'},
                    {'permission': 'release', 'username': 'client-7', 'options': {'products': ['Firefox']}}],
                  'user_roles': [
                    {'username': 'ada@x', 'role': 'releng'},
                    {'username': 'bob@x', 'role': 'releng'},
                    {'username': 'cat@x', 'role': 'relman'},
                    {'username': 'dan@x', 'role': 'releng'},
                    {'username': 'dan@x', 'role': 'qa'},
                    {'username': 'erin@x', 'role': 'relman'},
                    {'username': 'ffxbld', 'role': 'releng'},
                    {'username': 'client-7', 'role': 'relman'},
                    {'username': 'client-7', 'role': 'releng'}],
                  'product_req_signoffs': [
                    {'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1},
                    {'product': 'Firefox', 'channel': 'release', 'role': 'relman', 'signoffs_required': 1},
                    {'product': 'SystemAddons', 'channel': 'release', 'role': 'releng', 'signoffs_required': 2},
                    {'product': 'SystemAddons', 'channel': 'beta', 'role': 'relman', 'signoffs_required': 1}],
                  'permissions_req_signoffs': [
                    {'product': 'Firefox', 'role': 'releng', 'signoffs_required': 1},
                    {'product': 'Firefox', 'role': 'relman', 'signoffs_required': 1}]
                }""");
        int id = 1;
        for (JsonNode rule : world.withArray("rules")) {
            ((ObjectNode) rule)
                    .put("rule_id", id++)
                    .put("priority", 90)
                    .put("backgroundRate", 100)
                    .put("update_type", "minor");
        }
        for (String name : WHOLE) {
            add(world, "releases", whole(name, 1, WHOLE).with(READ_ONLY, false));
        }
        for (String name : SPLIT) {
            add(world, "releases_json", base(name, 1).with(READ_ONLY, false));
            add(world, "release_assets", asset(name, "de", 1));
        }
        world.forEachEntry((_, rows) -> rows.forEach(row -> ((ObjectNode) row).put("data_version", 1)));
        TestDatabases.fill(database, world);
    }

    private static void add(ObjectNode world, String table, Row row) {
        world.withArray(table).add(row.toJson());
    }

    private static String product(String release) {
        return switch (release) {
            case "PartA", "PartB", "Super", "Gmp" -> "SystemAddons";
            case "Codec" -> "OpenH264";
            default -> "Firefox";
        };
    }

    private static Row whole(String name, int version, List<String> parts) {
        ObjectNode data = json("{}").put("name", name);
        switch (name) {
            case "Super" -> {
                data.put("schema_version", 4000);
                data.putArray("blobs").add("PartA").add(parts.contains("PartB") ? "PartB" : parts.getFirst());
            }
            case "Gmp" -> {
                data.put("schema_version", 4000);
                data.putArray("products").add(version % 2 == 0 ? "Fenix" : "OpenH264");
            }
            default ->
                data.put("schema_version", 50)
                        .put("detailsUrl", "https://example.org/")
                        .put("displayVersion", version + ".0");
        }
        return Row.of(NAME, name).with(PRODUCT, product(name)).with(DATA, data);
    }

    private static Row base(String name, int version) {
        ObjectNode data =
                json("{'schema_version': 4, 'hashFunction': 'sha512', 'platforms': {'Linux': {'OS_FTP': 'l'}}}")
                        .put("name", name)
                        .put("appVersion", version + ".0");
        return Row.of(NAME, name).with(PRODUCT, "Firefox").with(DATA, data);
    }

    private static Row asset(String name, String locale, int version) {
        return Row.of(NAME, name)
                .with(RELEASE_ASSETS.PATH, ".platforms.Linux.locales." + locale)
                .with(DATA, json("{}").put("buildID", "2026010" + version + "000000"));
    }

    /** Returns something that somebody might want to change. */
    Deed deed(TrustState state) {
        return switch (random.nextInt(22)) {
            case 0, 1 -> new Deed(Entity.RULES, ChangeType.INSERT, rule());
            case 2 -> new Deed(Entity.RULES, ChangeType.UPDATE, rule().with(existingRule(state)));
            case 3 ->
                new Deed(
                        Entity.RULES,
                        ChangeType.UPDATE,
                        rule().only(List.of(MAPPING)).with(existingRule(state)));
            case 4 ->
                new Deed(
                        Entity.RULES,
                        ChangeType.UPDATE,
                        rule().only(List.of(CHANNEL)).with(existingRule(state)));
            case 5 -> new Deed(Entity.RULES, ChangeType.DELETE, existingRule(state));
            case 6, 7, 8, 9 -> wholeRelease();
            case 10, 11 -> base();
            case 12, 13 -> asset();
            case 14, 15 -> pin();
            case 16 -> shutoff();
            case 17, 18 -> permission();
            case 19, 20 -> role();
            default -> requirement();
        };
    }

    /** Returns what a scheduled change of this kind might be edited to. */
    Row edit(Entity entity, TrustState state) {
        Deed deed = deed(state);
        for (int i = 0; deed.entity() != entity && i < 200; i++) {
            deed = deed(state);
        }
        Row what = deed.row().without(entity.key());
        return deed.entity() != entity || what.columns().isEmpty() ? Row.EMPTY : what;
    }

    /** Returns the scheduled changes that somebody might do something with, seldom a completed one. */
    List<Change> changes(TrustState state) {
        List<Change> changes = new ArrayList<>();
        for (Entity entity : Entity.values()) {
            for (Fields row : state.scheduled(entity)) {
                if (!row.is("complete") || random.nextInt(60) == 0) {
                    changes.add(new Change(entity, row.number("sc_id")));
                }
            }
        }
        return changes;
    }

    private Row rule() {
        return Row.of(PRODUCT, random.nextInt(12) == 0 ? null : pick(PRODUCTS))
                .with(CHANNEL, random.nextInt(12) == 0 ? null : pick(RULE_CHANNELS))
                .with(MAPPING, random.nextInt(8) == 0 ? null : pick(MAPPINGS))
                .with(RULES.FALLBACKMAPPING, random.nextInt(6) == 0 ? pick(MAPPINGS) : null)
                .with(RULES.PRIORITY, 90)
                .with(RULES.BACKGROUNDRATE, random.nextInt(3) == 0 ? 50 : 100)
                .with(RULES.UPDATE_TYPE, "minor");
    }

    private Deed wholeRelease() {
        String name = pick(WHOLE);
        Row row = whole(name, random.nextInt(1, 5), random.nextInt(4) == 0 ? List.of("B", "PartA") : WHOLE);
        return switch (random.nextInt(6)) {
            case 0 -> new Deed(Entity.RELEASES, ChangeType.DELETE, Row.of(NAME, name));
            case 1 -> new Deed(Entity.RELEASES, ChangeType.INSERT, row.with(READ_ONLY, false));
            default -> new Deed(Entity.RELEASES, ChangeType.UPDATE, row);
        };
    }

    private Deed base() {
        String name = pick(SPLIT);
        Row row = base(name, random.nextInt(1, 5));
        return switch (random.nextInt(6)) {
            case 0 -> new Deed(Entity.RELEASES_JSON, ChangeType.DELETE, Row.of(NAME, name));
            case 1 -> new Deed(Entity.RELEASES_JSON, ChangeType.INSERT, row.with(READ_ONLY, false));
            default -> new Deed(Entity.RELEASES_JSON, ChangeType.UPDATE, row);
        };
    }

    private Deed asset() {
        Row row = asset(pick(SPLIT), pick(List.of("de", "fr")), random.nextInt(1, 5));
        ChangeType type = pick(List.of(ChangeType.values()));
        return new Deed(
                Entity.RELEASE_ASSETS, type, type == ChangeType.DELETE ? row.only(Entity.RELEASE_ASSETS.key()) : row);
    }

    private Deed pin() {
        Row key = Row.of(PRODUCT, pick(PRODUCTS))
                .with(CHANNEL, pick(List.of("release", "release", "beta", "release-cck-acme")))
                .with(PINNABLE_RELEASES.VERSION, pick(List.of("1.", "2.")));
        ChangeType type = pick(List.of(ChangeType.values()));
        return new Deed(
                Entity.PINNABLE_RELEASES, type, type == ChangeType.DELETE ? key : key.with(MAPPING, pick(SPLIT)));
    }

    private Deed shutoff() {
        Row key = Row.of(PRODUCT, pick(PRODUCTS)).with(CHANNEL, pick(List.of("release", "beta")));
        return random.nextInt(3) == 0
                ? new Deed(Entity.EMERGENCY_SHUTOFFS, ChangeType.INSERT, key.with(RULES.COMMENT, "why"))
                : new Deed(Entity.EMERGENCY_SHUTOFFS, ChangeType.DELETE, key);
    }

    private Deed permission() {
        Row key = Row.of(PERMISSIONS.PERMISSION, pick(List.of("rule", "release", "admin", "scheduled_change")))
                .with(USERNAME, pick(List.of("bob@x", "dan@x", "erin@x", "mal@x", "new@x", "perm@x", "client-7")));
        ChangeType type = pick(List.of(ChangeType.values()));
        return new Deed(Entity.PERMISSIONS, type, type == ChangeType.DELETE ? key : key.with(OPTIONS, options()));
    }

    private @Nullable JsonNode options() {
        if (random.nextBoolean()) {
            return null;
        }
        ObjectNode options = json("{}");
        options.putArray("products").add(pick(PRODUCTS));
        return options;
    }

    private Deed role() {
        Row row = Row.of(USERNAME, pick(random.nextInt(5) == 0 ? ACCOUNTS : PEOPLE))
                .with(ROLE, pick(ROLES));
        return new Deed(Entity.USER_ROLES, random.nextInt(3) == 0 ? ChangeType.DELETE : ChangeType.INSERT, row);
    }

    private Deed requirement() {
        boolean ofPermissions = random.nextInt(3) == 0;
        Entity entity = ofPermissions ? Entity.PERMISSIONS_REQUIRED_SIGNOFFS : Entity.PRODUCT_REQUIRED_SIGNOFFS;
        Row key = Row.of(PRODUCT, pick(PRODUCTS)).with(ROLE, pick(ROLES));
        if (!ofPermissions) {
            key = key.with(CHANNEL, pick(REQUIREMENT_CHANNELS));
        }
        ChangeType type = pick(List.of(ChangeType.values()));
        return new Deed(
                entity,
                type,
                type == ChangeType.DELETE
                        ? key
                        : key.with(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED, random.nextInt(4) == 0 ? 2 : 1));
    }

    private Row existingRule(TrustState state) {
        List<Fields> rows = state.rows(Entity.RULES);
        return Row.of(RULES.RULE_ID, rows.isEmpty() ? 1 : pick(rows).number("rule_id"));
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Returns all who act, people more often than service accounts. */
    String actor() {
        return random.nextInt(6) == 0 ? pick(ACCOUNTS) : pick(PEOPLE);
    }
}
