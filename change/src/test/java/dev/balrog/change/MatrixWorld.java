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
import static dev.balrog.store.jooq.Tables.BALROG_EXPECTATIONS;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.release.ReleaseHistory;
import dev.balrog.change.release.SplitReleaseView;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.release.WholeReleases;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.StoredExpectation;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.change.set.ChangeSets;
import dev.balrog.change.set.SetChange;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.expectation.InvalidExpectationException;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the permission matrix is tried on: one of each thing, all of the product Firefox, and what is done to it. Signoffs
 * are only required for the channel release, which nothing but the requirement itself is on.
 */
public final class MatrixWorld {
    public static final String PLANNER = "planner";
    public static final String AGENT = "agent";

    public static final long LATER = 4_000_000_000_000L;

    private static final String PATH = ".platforms.Linux.locales.de";
    private static final ObjectNode SPLIT = json(
            "{'name': 'Split', 'schema_version': 4, 'hashFunction': 'sha512', 'platforms': {'Linux': {'OS_FTP': 'l'}}}");
    private static final ObjectNode BUILD = json("{'buildID': '20260101000000', 'appVersion': '1.0'}");
    private static final ObjectNode OTHER_BUILD = json("{'buildID': '20260202000000', 'appVersion': '2.0'}");
    private static final ObjectNode THUNDERBIRD = json("{'products': ['Thunderbird']}");

    private MatrixWorld() {}

    /** What is done to one row. */
    record Deed(Entity entity, ChangeType type, Row key, Row what, Row edit) {

        private static final int VERSION = 1;

        Deed(Entity entity, ChangeType type, Row key, Row what) {
            this(entity, type, key, what, Row.of(WHEN, LATER + 1));
        }

        void make(Transaction transaction) {
            switch (type) {
                case INSERT -> transaction.insert(entity, key.with(what));
                case UPDATE -> transaction.update(entity, key, what, VERSION);
                case DELETE -> transaction.delete(entity, key, VERSION);
            }
        }

        int schedule(Transaction transaction) {
            Row row = switch (type) {
                case INSERT -> key.with(what);
                case UPDATE -> transaction.find(entity, key).orElseThrow().with(what);
                case DELETE -> key.with(DATA_VERSION, VERSION);
            };
            return transaction.schedule(entity, type, row.with(WHEN, LATER)).id();
        }

        void edit(Transaction transaction, int id) {
            transaction.edit(entity, id, edit, VERSION);
        }

        void drop(Transaction transaction, int id) {
            transaction.drop(entity, id, VERSION);
        }
    }

    /** What is done to rows, by the words of the table. */
    public static final Map<String, Deed> DEEDS = Map.ofEntries(
            insert("rule", Entity.RULES, Row.EMPTY, rule("Firefox")),
            update("rule", Entity.RULES, ruleId(1), Row.of(RULES.BACKGROUNDRATE, 50)),
            delete("rule", Entity.RULES, ruleId(1)),
            insert("rule of all products", Entity.RULES, Row.EMPTY, rule(null)),
            update("rule of all products", Entity.RULES, ruleId(2), Row.of(RULES.BACKGROUNDRATE, 50)),
            delete("rule of all products", Entity.RULES, ruleId(2)),
            update("rule, to another product", Entity.RULES, ruleId(1), Row.of(PRODUCT, "Thunderbird")),
            update("rule, to all products", Entity.RULES, ruleId(1), Row.of(PRODUCT, null)),
            Map.entry(
                    "new rule, made another product's insert",
                    new Deed(
                            Entity.RULES,
                            ChangeType.INSERT,
                            Row.EMPTY,
                            rule("Firefox"),
                            Row.of(PRODUCT, "Thunderbird"))),
            Map.entry(
                    "new shutoff, made another product's insert",
                    new Deed(
                            Entity.EMERGENCY_SHUTOFFS,
                            ChangeType.INSERT,
                            channel("esr"),
                            Row.EMPTY,
                            Row.of(PRODUCT, "Thunderbird"))),
            insert("whole release", Entity.RELEASES, name("New"), whole("New")),
            update("whole release", Entity.RELEASES, name("Whole"), desupport("Whole", "2")),
            delete("whole release", Entity.RELEASES, name("Whole")),
            update("whole release, to another product", Entity.RELEASES, name("Whole"), Row.of(PRODUCT, "Thunderbird")),
            update("whole release, read-only", Entity.RELEASES, name("Whole"), Row.of(READ_ONLY, true)),
            update("whole release, writable", Entity.RELEASES, name("WholeLocked"), Row.of(READ_ONLY, false)),
            insert("base", Entity.RELEASES_JSON, name("New"), base("New")),
            update("base", Entity.RELEASES_JSON, name("Split"), base("Split")),
            delete("base", Entity.RELEASES_JSON, name("Split")),
            update("base, to another product", Entity.RELEASES_JSON, name("Split"), Row.of(PRODUCT, "Thunderbird")),
            update("base, read-only", Entity.RELEASES_JSON, name("Split"), Row.of(READ_ONLY, true)),
            update("base, writable", Entity.RELEASES_JSON, name("SplitLocked"), Row.of(READ_ONLY, false)),
            insert(
                    "asset",
                    Entity.RELEASE_ASSETS,
                    name("Split").with(RELEASE_ASSETS.PATH, PATH + "x"),
                    Row.of(DATA, BUILD)),
            update(
                    "asset",
                    Entity.RELEASE_ASSETS,
                    name("Split").with(RELEASE_ASSETS.PATH, PATH),
                    Row.of(DATA, OTHER_BUILD)),
            delete("asset", Entity.RELEASE_ASSETS, name("Split").with(RELEASE_ASSETS.PATH, PATH)),
            insert("shutoff", Entity.EMERGENCY_SHUTOFFS, channel("esr"), Row.of(RULES.COMMENT, "why")),
            update("shutoff", Entity.EMERGENCY_SHUTOFFS, channel("beta"), Row.of(RULES.COMMENT, "why")),
            delete("shutoff", Entity.EMERGENCY_SHUTOFFS, channel("beta")),
            insert("permission", Entity.PERMISSIONS, permission("release"), Row.of(OPTIONS, THUNDERBIRD)),
            update(
                    "permission",
                    Entity.PERMISSIONS,
                    permission("rule"),
                    Row.of(OPTIONS, json("{'products': ['Thunderbird'], 'actions': ['create']}"))),
            delete("permission", Entity.PERMISSIONS, permission("rule")),
            insert("user role", Entity.USER_ROLES, Row.of(USERNAME, "holder").with(ROLE, "relman"), Row.EMPTY),
            update("user role", Entity.USER_ROLES, Row.of(USERNAME, "holder").with(ROLE, "qa"), Row.EMPTY),
            delete("user role", Entity.USER_ROLES, Row.of(USERNAME, "holder").with(ROLE, "qa")),
            insert(
                    "product signoff",
                    Entity.PRODUCT_REQUIRED_SIGNOFFS,
                    required().with(CHANNEL, "beta"),
                    signoffs(1)),
            update(
                    "product signoff",
                    Entity.PRODUCT_REQUIRED_SIGNOFFS,
                    required().with(CHANNEL, "release"),
                    signoffs(2)),
            delete(
                    "product signoff",
                    Entity.PRODUCT_REQUIRED_SIGNOFFS,
                    required().with(CHANNEL, "release")),
            insert(
                    "permission signoff",
                    Entity.PERMISSIONS_REQUIRED_SIGNOFFS,
                    required().with(PRODUCT, "Fenix"),
                    signoffs(1)),
            update("permission signoff", Entity.PERMISSIONS_REQUIRED_SIGNOFFS, required(), signoffs(2)),
            delete("permission signoff", Entity.PERMISSIONS_REQUIRED_SIGNOFFS, required()),
            insert("pin", Entity.PINNABLE_RELEASES, pin("2."), Row.of(MAPPING, "SplitLocked")),
            update("pin", Entity.PINNABLE_RELEASES, pin("1."), Row.of(MAPPING, "Pinned")),
            delete("pin", Entity.PINNABLE_RELEASES, pin("1.")),
            insert("expectation", Entity.EXPECTATIONS, name("new"), expectation("new", "Firefox")),
            insert(
                    "expectation of two products",
                    Entity.EXPECTATIONS,
                    name("both"),
                    expectation("both", "Firefox", "Thunderbird")),
            update("expectation", Entity.EXPECTATIONS, name("stored"), expectation("stored", "Firefox")),
            update(
                    "expectation, to another product",
                    Entity.EXPECTATIONS,
                    name("stored"),
                    expectation("stored", "Thunderbird")),
            delete("expectation", Entity.EXPECTATIONS, name("stored")));

    /** What is done otherwise, to releases as a whole above all, by the words of the table. */
    public static final Map<String, BiConsumer<EngineOn, Transaction>> OTHER_DEEDS = Map.ofEntries(
            release(
                    "split release insert",
                    (releases, _) -> releases.set(
                            "New", SPLIT.deepCopy().put("name", "New"), "Firefox", DataVersions.NONE, null)),
            release(
                    "split release update",
                    (releases, transaction) ->
                            releases.update("Split", json("{'appVersion': '2.0'}"), versions(transaction), null)),
            release(
                    "split release, all of it update",
                    (releases, transaction) -> releases.set(
                            "Split", SPLIT.deepCopy().put("appVersion", "2.0"), null, versions(transaction), null)),
            release(
                    "split release, all of it, later update",
                    (releases, transaction) -> releases.set(
                            "Split", SPLIT.deepCopy().put("appVersion", "2.0"), null, versions(transaction), LATER)),
            release(
                    "split release, to another product update",
                    (releases, transaction) -> releases.set(
                            "Split",
                            SPLIT.deepCopy().put("appVersion", "2.0"),
                            "Thunderbird",
                            versions(transaction),
                            null)),
            release("split release delete", (releases, _) -> releases.delete("Split")),
            release("split release, with a change to come delete", (releases, _) -> releases.delete("Planned")),
            release("split release, read-only update", (releases, _) -> releases.setReadOnly("Split", true, 1)),
            release("split release, writable update", (releases, _) -> releases.setReadOnly("SplitLocked", false, 1)),
            Map.entry("any planned change enact", (_, transaction) -> transaction.enact(Entity.RELEASES_JSON, 1)),
            Map.entry(
                    "change set with a new rule insert",
                    (_, transaction) -> new ChangeSets(transaction).propose("", List.of(newRule()))),
            Map.entry("change set with a new rule enact", (_, transaction) -> {
                ChangeSets sets = new ChangeSets(transaction);
                sets.enact(sets.propose("", List.of(newRule())).id(), SignoffExpectation.NONE);
            }),
            Map.entry(
                    "any change set enact",
                    (_, transaction) -> new ChangeSets(transaction).enact(1, SignoffExpectation.NONE)),
            Map.entry(
                    "locale of a whole release update",
                    (engine, transaction) -> new WholeReleases(transaction, new ReleaseHistory(engine.queue()))
                            .submitLocale(
                                    new WholeReleases.Part("App", "Firefox", List.of(), 1, json("{}"), null),
                                    "Linux",
                                    "de",
                                    BUILD,
                                    List.of())));

    /** Makes the things, and the users who prepare the scheduled changes and enact them. */
    public static void fill(Database database) {
        TestDatabases.fill(database, json("""
                {
                  'rules': [
                    {'rule_id': 1, 'product': 'Firefox', 'channel': 'nightly', 'priority': 1, 'backgroundRate': 100,
                     'update_type': 'minor', 'data_version': 1},
                    {'rule_id': 2, 'channel': 'nightly', 'priority': 1, 'backgroundRate': 100,
                     'update_type': 'minor', 'data_version': 1}],
                  'emergency_shutoffs': [{'product': 'Firefox', 'channel': 'beta', 'data_version': 1}],
                  'permissions': [
                    {'permission': 'admin', 'username': 'planner', 'data_version': 1},
                    {'permission': 'scheduled_change', 'username': 'agent', 'data_version': 1},
                    {'permission': 'rule', 'username': 'holder', 'options': {'products': ['Thunderbird']},
                     'data_version': 1}],
                  'user_roles': [
                    {'username': 'planner', 'role': 'releng', 'data_version': 1},
                    {'username': 'agent', 'role': 'releng', 'data_version': 1},
                    {'username': 'holder', 'role': 'qa', 'data_version': 1}],
                  'product_req_signoffs': [
                    {'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1,
                     'data_version': 1}],
                  'permissions_req_signoffs': [
                    {'product': 'Firefox', 'role': 'releng', 'signoffs_required': 1, 'data_version': 1}],
                  'pinnable_releases': [
                    {'product': 'Firefox', 'version': '1.', 'channel': 'nightly', 'mapping': 'SplitLocked',
                     'data_version': 1}]
                }"""));
        ObjectNode releases = json("{}");
        for (Row row : List.of(
                name("Whole").with(whole("Whole")),
                name("WholeLocked").with(whole("WholeLocked")).with(READ_ONLY, true),
                name("App")
                        .with(PRODUCT, "Firefox")
                        .with(DATA, json("{'name': 'App', 'schema_version': 4, 'hashFunction': 'sha512'}")))) {
            releases.withArray("releases")
                    .add(Row.of(READ_ONLY, false)
                            .with(row)
                            .with(DATA_VERSION, 1)
                            .toJson());
        }
        for (Row row : List.of(
                name("Split").with(DATA, SPLIT),
                name("Planned").with(base("Planned")),
                name("Pinned").with(base("Pinned")),
                name("SplitLocked").with(base("SplitLocked")).with(READ_ONLY, true))) {
            Row whole = Row.of(READ_ONLY, false).with(PRODUCT, "Firefox").with(row);
            releases.withArray("releases_json").add(whole.with(DATA_VERSION, 1).toJson());
        }
        releases.withArray("release_assets")
                .add(name("Split")
                        .with(RELEASE_ASSETS.PATH, PATH)
                        .with(DATA, BUILD)
                        .with(DATA_VERSION, 1)
                        .toJson());
        TestDatabases.fill(database, releases);
        Row expectation = expectation("stored", "Firefox");
        database.write(sql -> sql.insertInto(BALROG_EXPECTATIONS)
                .set(BALROG_EXPECTATIONS.NAME, "stored")
                .set(BALROG_EXPECTATIONS.PRODUCTS, expectation.require(BALROG_EXPECTATIONS.PRODUCTS))
                .set(BALROG_EXPECTATIONS.EXPECTATION, expectation.require(BALROG_EXPECTATIONS.EXPECTATION))
                .set(BALROG_EXPECTATIONS.DATA_VERSION, 1)
                .execute());
    }

    /** An expectation that nothing holds, so that it blocks nothing. */
    private static Row expectation(String name, String... products) {
        ObjectNode json = json("{'requests': [{'channel': 'none', 'version': '1.0'}], 'expect': {'release': 'None'}}")
                .put("name", name);
        for (String product : products) {
            ((ObjectNode) json.at("/requests/0")).withArray("product").add(product);
        }
        try {
            return StoredExpectation.of(json);
        } catch (InvalidExpectationException e) {
            throw new AssertionError(e);
        }
    }

    /** What is changed by itself; change sets and their signoffs are not. */
    static Set<Entity> changedDirectly() {
        return EnumSet.complementOf(EnumSet.of(Entity.CHANGE_SETS, Entity.CHANGE_SET_SIGNOFFS));
    }

    /** Schedules what the deeds assume to be scheduled. */
    public static void plan(Transaction transaction) {
        transaction.schedule(
                Entity.RELEASES_JSON,
                ChangeType.UPDATE,
                name("Planned").with(base("Planned")).with(DATA_VERSION, 1).with(WHEN, LATER));
        new ChangeSets(transaction).propose("", List.of(newRule()));
    }

    private static SetChange newRule() {
        return new SetChange(
                new SimulatedChange.OfRow(Entity.RULES, ChangeType.INSERT, rule("Firefox")), DataVersions.NONE);
    }

    private static Map.Entry<String, Deed> insert(String thing, Entity entity, Row key, Row what) {
        return Map.entry(thing + " insert", new Deed(entity, ChangeType.INSERT, key, what));
    }

    private static Map.Entry<String, Deed> update(String thing, Entity entity, Row key, Row what) {
        return Map.entry(thing + " update", new Deed(entity, ChangeType.UPDATE, key, what));
    }

    private static Map.Entry<String, Deed> delete(String thing, Entity entity, Row key) {
        return Map.entry(thing + " delete", new Deed(entity, ChangeType.DELETE, key, Row.EMPTY));
    }

    private static Map.Entry<String, BiConsumer<EngineOn, Transaction>> release(
            String name, BiConsumer<SplitReleases, Transaction> deed) {
        return Map.entry(name, (_, transaction) -> deed.accept(new SplitReleases(transaction), transaction));
    }

    private static DataVersions versions(Transaction transaction) {
        return SplitReleaseView.dataVersions(transaction, "Split").orElseThrow();
    }

    private static Row rule(@Nullable String product) {
        return Row.of(PRODUCT, product)
                .with(CHANNEL, "nightly")
                .with(RULES.PRIORITY, 2)
                .with(RULES.BACKGROUNDRATE, 100)
                .with(RULES.UPDATE_TYPE, "minor");
    }

    private static Row ruleId(int id) {
        return Row.of(RULES.RULE_ID, id);
    }

    public static Row name(String name) {
        return Row.of(NAME, name);
    }

    public static Row desupport(String name, String version) {
        return Row.of(
                DATA,
                json("{'schema_version': 50, 'detailsUrl': 'https://example.com/'}")
                        .put("name", name)
                        .put("displayVersion", version));
    }

    public static Row whole(String name) {
        return desupport(name, "1").with(PRODUCT, "Firefox");
    }

    public static Row base(String name) {
        return Row.of(PRODUCT, "Firefox")
                .with(DATA, SPLIT.deepCopy().put("name", name).put("appVersion", "2.0"));
    }

    private static Row channel(String channel) {
        return Row.of(PRODUCT, "Firefox").with(CHANNEL, channel);
    }

    private static Row permission(String permission) {
        return Row.of(PERMISSIONS.PERMISSION, permission).with(USERNAME, "holder");
    }

    private static Row required() {
        return Row.of(PRODUCT, "Firefox").with(ROLE, "releng");
    }

    private static Row pin(String version) {
        return Row.of(PRODUCT, "Firefox").with(CHANNEL, "nightly").with(PINNABLE_RELEASES.VERSION, version);
    }

    private static Row signoffs(int count) {
        return Row.of(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED, count);
    }
}
