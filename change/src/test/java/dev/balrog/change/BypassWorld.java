// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;

import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A small world in which Firefox's release channel is protected, people who would like to change it, and what they try. */
final class BypassWorld {
    static final List<String> PEOPLE = List.of("ada", "bob", "cat", "dan", "eve", "fay");
    static final List<String> ROLES = List.of("releng", "relman", "qa");
    private static final List<String> PRODUCTS = List.of("Firefox", "Firefox", "Fenix");
    private static final List<String> CHANNELS = List.of("release", "release", "beta");
    private static final List<String> RELEASES = List.of("A", "B", "Split");

    private final RandomGenerator random;

    BypassWorld(RandomGenerator random) {
        this.random = random;
    }

    /**
     * What somebody wants to do to one row.
     *
     * @param row the key and, unless it is deleted, all that the row shall say
     */
    record Deed(Entity entity, ChangeType type, Row row) {
        Row key() {
            return row.only(entity.key());
        }

        /** Does it at once, against the version that there is. */
        void make(Transaction transaction) {
            switch (type) {
                case INSERT -> transaction.insert(entity, row);
                case UPDATE -> transaction.update(entity, key(), row, version(transaction));
                case DELETE -> transaction.delete(entity, key(), version(transaction));
            }
        }

        /** Schedules it. */
        int schedule(Transaction transaction) {
            Row what = type == ChangeType.INSERT ? row : row.with("data_version", version(transaction));
            return transaction
                    .schedule(entity, type, what.with(Conditions.WHEN, MatrixWorld.LATER))
                    .id();
        }

        private int version(Transaction transaction) {
            return transaction.require(entity, key()).dataVersion();
        }
    }

    static void fill(Database database) {
        TestDatabases.fill(database, json("""
                {
                  'rules': [
                    {'rule_id': 1, 'product': 'Firefox', 'channel': 'release', 'mapping': 'A', 'priority': 90,
                     'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1},
                    {'rule_id': 2, 'product': 'Firefox', 'channel': 'release', 'mapping': 'Split', 'priority': 80,
                     'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1},
                    {'rule_id': 3, 'product': 'Fenix', 'channel': 'beta', 'mapping': 'B', 'priority': 90,
                     'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}],
                  'releases': [
                    {'name': 'A', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                     'data': {'name': 'A', 'schema_version': 50, 'detailsUrl': 'https://a.example/', 'displayVersion': '1'}},
                    {'name': 'B', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                     'data': {'name': 'B', 'schema_version': 50, 'detailsUrl': 'https://b.example/', 'displayVersion': '1'}}],
                  'releases_json': [
                    {'name': 'Split', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                     'data': {'name': 'Split', 'schema_version': 4, 'hashFunction': 'sha512', 'platforms': {'Linux': {'OS_FTP': 'l'}}}}],
                  'release_assets': [
                    {'name': 'Split', 'path': '.platforms.Linux.locales.de', 'data': {'buildID': '20260101000000'},
                     'data_version': 1}],
                  'emergency_shutoffs': [{'product': 'Firefox', 'channel': 'release', 'data_version': 1}],
                  'permissions': [
                    {'permission': 'admin', 'username': 'ada', 'data_version': 1},
                    {'permission': 'rule', 'username': 'bob', 'data_version': 1},
                    {'permission': 'release', 'username': 'bob', 'data_version': 1},
                    {'permission': 'admin', 'username': 'cat', 'data_version': 1},
                    {'permission': 'admin', 'username': 'dan', 'data_version': 1},
                    {'permission': 'admin', 'username': 'eve', 'options': {'products': ['Firefox']}, 'data_version': 1},
                    {'permission': 'scheduled_change', 'username': 'fay', 'data_version': 1}],
                  'user_roles': [
                    {'username': 'ada', 'role': 'releng', 'data_version': 1},
                    {'username': 'ada', 'role': 'relman', 'data_version': 1},
                    {'username': 'bob', 'role': 'releng', 'data_version': 1},
                    {'username': 'cat', 'role': 'relman', 'data_version': 1},
                    {'username': 'dan', 'role': 'qa', 'data_version': 1},
                    {'username': 'eve', 'role': 'releng', 'data_version': 1}],
                  'product_req_signoffs': [
                    {'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'signoffs_required': 2, 'data_version': 1},
                    {'product': 'Firefox', 'channel': 'release', 'role': 'relman', 'signoffs_required': 1, 'data_version': 1}],
                  'permissions_req_signoffs': [
                    {'product': 'Firefox', 'role': 'releng', 'signoffs_required': 1, 'data_version': 1},
                    {'product': 'Firefox', 'role': 'relman', 'signoffs_required': 1, 'data_version': 1}]
                }"""));
    }

    /** Something that somebody might want to do. */
    Deed deed(ObjectNode state) {
        return switch (random.nextInt(11)) {
            case 0 -> new Deed(Entity.RULES, ChangeType.INSERT, rule());
            case 1, 2 -> new Deed(Entity.RULES, ChangeType.UPDATE, rule().with(existing(state, "rules", "rule_id")));
            case 3 -> new Deed(Entity.RULES, ChangeType.DELETE, existing(state, "rules", "rule_id"));
            case 4, 5 -> release();
            case 6 -> asset();
            case 7 -> shutoff();
            case 8 -> permission();
            case 9 -> role();
            default -> requirement();
        };
    }

    /** What somebody might want a scheduled change of this kind to be in place of what it is. */
    Row edit(Entity entity, ObjectNode state) {
        Deed deed = deed(state);
        while (deed.entity() != entity) {
            deed = deed(state);
        }
        List<String> identity = entity.key();
        Row what = deed.row().without(identity);
        return random.nextInt(4) == 0 || what.columns().isEmpty()
                ? Row.of(Conditions.WHEN, MatrixWorld.LATER + random.nextInt(1_000))
                : what;
    }

    private Row rule() {
        return Row.of("product", random.nextInt(6) == 0 ? null : pick(PRODUCTS))
                .with("channel", random.nextInt(6) == 0 ? null : pick(CHANNELS))
                .with("mapping", random.nextInt(6) == 0 ? null : pick(RELEASES))
                .with("priority", 90)
                .with("backgroundRate", 10 * random.nextInt(1, 11))
                .with("update_type", "minor");
    }

    private Deed release() {
        boolean split = random.nextInt(3) == 0;
        String name = split ? "Split" : pick(List.of("A", "B"));
        Entity entity = split ? Entity.RELEASES_JSON : Entity.RELEASES;
        ObjectNode data = split
                ? json("{'schema_version': 4, 'hashFunction': 'sha512', 'platforms': {'Linux': {'OS_FTP': 'l'}}}")
                        .put("appVersion", version())
                : json("{'schema_version': 50, 'detailsUrl': 'https://x.example/'}")
                        .put("displayVersion", version());
        Row row = Row.of("name", name).with("product", "Firefox").with("data", data.put("name", name));
        return switch (random.nextInt(5)) {
            case 0 -> new Deed(entity, ChangeType.DELETE, Row.of("name", name));
            case 1 -> new Deed(entity, ChangeType.INSERT, row.with("read_only", false));
            default -> new Deed(entity, ChangeType.UPDATE, row.with("read_only", random.nextInt(6) == 0));
        };
    }

    private Deed asset() {
        Row key = Row.of("name", "Split").with("path", ".platforms.Linux.locales." + pick(List.of("de", "fr")));
        Row row = key.with("data", json("{}").put("buildID", "2026010" + random.nextInt(1, 9) + "000000"));
        ChangeType type = pick(List.of(ChangeType.values()));
        return new Deed(Entity.RELEASE_ASSETS, type, type == ChangeType.DELETE ? key : row);
    }

    private Deed shutoff() {
        Row key = Row.of("product", "Firefox").with("channel", pick(CHANNELS));
        return random.nextBoolean()
                ? new Deed(Entity.EMERGENCY_SHUTOFFS, ChangeType.INSERT, key.with("comment", "why"))
                : new Deed(Entity.EMERGENCY_SHUTOFFS, ChangeType.DELETE, key);
    }

    private Deed permission() {
        Row key = Row.of("permission", pick(List.of("rule", "release", "admin")))
                .with("username", pick(List.of("bob", "dan", "eve", "new")));
        @Nullable
        JsonNode options = random.nextBoolean()
                ? null
                : json("{}")
                        .set(
                                "products",
                                json("{'p': ['" + pick(PRODUCTS) + "']}").get("p"));
        ChangeType type = pick(List.of(ChangeType.values()));
        return new Deed(Entity.PERMISSIONS, type, type == ChangeType.DELETE ? key : key.with("options", options));
    }

    private Deed role() {
        Row row = Row.of("username", pick(PEOPLE)).with("role", pick(ROLES));
        return new Deed(Entity.USER_ROLES, random.nextBoolean() ? ChangeType.INSERT : ChangeType.DELETE, row);
    }

    private Deed requirement() {
        boolean ofPermissions = random.nextInt(3) == 0;
        Entity entity = ofPermissions ? Entity.PERMISSIONS_REQUIRED_SIGNOFFS : Entity.PRODUCT_REQUIRED_SIGNOFFS;
        Row key = Row.of("product", pick(PRODUCTS)).with("role", pick(ROLES));
        if (!ofPermissions) {
            key = key.with("channel", pick(CHANNELS));
        }
        ChangeType type = pick(List.of(ChangeType.values()));
        return new Deed(
                entity, type, type == ChangeType.DELETE ? key : key.with("signoffs_required", random.nextInt(1, 3)));
    }

    private Row existing(ObjectNode state, String table, String column) {
        List<JsonNode> rows = state.path(table).valueStream().toList();
        return Row.of(column, rows.isEmpty() ? 1 : pick(rows).path(column).intValue());
    }

    private String version() {
        return random.nextInt(1, 9) + ".0";
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
