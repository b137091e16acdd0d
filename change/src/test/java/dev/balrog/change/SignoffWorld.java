// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.change.row.Row;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A product with a protected channel: what Firefox's clients on release are served takes two signoffs of releng and one
 * of qa, as do permissions that are good for Firefox. Nightly takes none, Fenix neither.
 */
public final class SignoffWorld {
    /** May do everything, with the role releng. */
    public static final String ADA = "ada";

    /** May change rules and releases, with the role releng. */
    public static final String BOB = "bob";

    /** May do everything for Firefox, with the role qa. */
    public static final String CYD = "cyd";

    /** May change rules, shutoffs, permissions and required signoffs, with the roles releng and qa. */
    public static final String DEE = "dee";

    /** May change rules and releases, without any role. */
    public static final String EVE = "eve";

    /** May change permissions and Fenix's rules, with the role releng. */
    public static final String FAY = "fay";

    /** A program that enacts scheduled changes. */
    public static final String AGENT = "agent";

    public static final List<String> PEOPLE = List.of(ADA, BOB, CYD, DEE, EVE, FAY);

    public static final long LATER = MatrixWorld.LATER;

    /** What the world's split releases have. */
    public static final String DE = ".platforms.Linux.locales.de";

    private SignoffWorld() {}

    public static void fill(Database database) {
        ObjectNode world = json("""
                {
                  'rules': [
                    {'rule_id': 1, 'product': 'Firefox', 'channel': 'release', 'mapping': 'Served'},
                    {'rule_id': 2, 'product': 'Firefox', 'channel': 'nightly', 'mapping': 'Free'},
                    {'rule_id': 3, 'product': 'Firefox', 'channel': 'rel*', 'mapping': 'Split',
                     'fallbackMapping': 'Fallback'},
                    {'rule_id': 4, 'channel': 'nightly', 'mapping': 'SplitFree'},
                    {'rule_id': 5, 'product': 'Fenix', 'channel': 'nightly'}],
                  'emergency_shutoffs': [
                    {'product': 'Firefox', 'channel': 'release'}, {'product': 'Firefox', 'channel': 'nightly'}],
                  'permissions': [
                    {'username': 'ada', 'permission': 'admin'},
                    {'username': 'bob', 'permission': 'rule'},
                    {'username': 'bob', 'permission': 'release'},
                    {'username': 'bob', 'permission': 'release_read_only'},
                    {'username': 'cyd', 'permission': 'admin', 'options': {'products': ['Firefox']}},
                    {'username': 'dee', 'permission': 'rule', 'options': {'products': ['Firefox', 'Fenix']}},
                    {'username': 'dee', 'permission': 'emergency_shutoff'},
                    {'username': 'dee', 'permission': 'permission'},
                    {'username': 'dee', 'permission': 'required_signoff'},
                    {'username': 'eve', 'permission': 'rule', 'options': {'actions': ['create', 'modify']}},
                    {'username': 'eve', 'permission': 'release', 'options': {'products': ['Firefox']}},
                    {'username': 'fay', 'permission': 'permission'},
                    {'username': 'fay', 'permission': 'rule', 'options': {'products': ['Fenix']}},
                    {'username': 'agent', 'permission': 'scheduled_change'}],
                  'user_roles': [
                    {'username': 'ada', 'role': 'releng'}, {'username': 'bob', 'role': 'releng'},
                    {'username': 'cyd', 'role': 'qa'}, {'username': 'dee', 'role': 'releng'},
                    {'username': 'dee', 'role': 'qa'}, {'username': 'fay', 'role': 'releng'}],
                  'product_req_signoffs': [
                    {'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'signoffs_required': 2},
                    {'product': 'Firefox', 'channel': 'release', 'role': 'qa', 'signoffs_required': 1}],
                  'permissions_req_signoffs': [
                    {'product': 'Firefox', 'role': 'releng', 'signoffs_required': 2},
                    {'product': 'Firefox', 'role': 'qa', 'signoffs_required': 1}]
                }""");
        world.withArray("rules")
                .forEach(rule -> ((ObjectNode) rule)
                        .put("priority", 100)
                        .put("backgroundRate", 100)
                        .put("update_type", "minor"));
        for (String name : List.of("Served", "Free", "Fallback")) {
            add(world, "releases", MatrixWorld.name(name).with(MatrixWorld.whole(name)));
        }
        add(
                world,
                "releases",
                MatrixWorld.name("Locked").with(MatrixWorld.whole("Locked")).with(READ_ONLY, true));
        for (String name : List.of("Split", "SplitFree")) {
            add(world, "releases_json", MatrixWorld.name(name).with(MatrixWorld.base(name)));
            add(world, "release_assets", asset(name, DE, 1));
        }
        world.forEachEntry((_, rows) -> rows.forEach(row -> ((ObjectNode) row).put("data_version", 1)));
        TestDatabases.fill(database, world);
    }

    /** What a split release has for a platform and locale, in one of several versions. */
    public static Row asset(String name, String path, int version) {
        return MatrixWorld.name(name)
                .with(RELEASE_ASSETS.PATH, path)
                .with(DATA, json("{'appVersion': '1.0'}").put("buildID", Integer.toString(version)));
    }

    private static void add(ObjectNode world, String table, Row row) {
        ObjectNode object = row.toJson();
        if (!table.equals("release_assets") && !object.has("read_only")) {
            object.put("read_only", false);
        }
        world.withArray(table).add(object);
    }
}
