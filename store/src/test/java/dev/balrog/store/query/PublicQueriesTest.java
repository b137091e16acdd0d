// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.query.PublicQueries.Page;
import dev.balrog.store.query.PublicQueries.Versioned;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class PublicQueriesTest {
    private static final String STATE = """
            {
              "rules": [
                {"rule_id": 1, "alias": "frodo", "priority": 90, "update_type": "minor", "product": "Firefox",
                 "channel": "release*", "mapping": "Whole", "fallbackMapping": "Whole", "jaws": true, "mig64": false,
                 "data_version": 4},
                {"rule_id": 2, "priority": 90, "update_type": "minor", "version": "2.0", "mapping": "Parts",
                 "fallbackMapping": "Whole", "data_version": 1},
                {"rule_id": 3, "priority": 50, "update_type": "minor", "product": "Fennec", "data_version": 1}
              ],
              "rules_history": [
                {"change_id": 1, "changed_by": "bill", "timestamp": 99, "rule_id": 1},
                {"change_id": 2, "changed_by": "bill", "timestamp": 100, "rule_id": 1, "update_type": "minor",
                 "priority": 1, "data_version": 1},
                {"change_id": 3, "changed_by": "bill", "timestamp": 150, "rule_id": 8, "update_type": "minor",
                 "data_version": 1},
                {"change_id": 4, "changed_by": "mary", "timestamp": 200, "rule_id": 1, "update_type": "minor",
                 "priority": 2, "data_version": 2},
                {"change_id": 5, "changed_by": "mary", "timestamp": 300, "rule_id": 8}
              ],
              "emergency_shutoffs": [
                {"product": "Firefox", "channel": "nightly", "comment": "why", "data_version": 1},
                {"product": "Fennec", "channel": "nightly", "data_version": 2}
              ],
              "pinnable_releases": [
                {"product": "Firefox", "channel": "release", "version": "115.", "mapping": "Whole", "data_version": 5}
              ],
              "product_req_signoffs": [
                {"product": "Firefox", "channel": "release", "role": "releng", "signoffs_required": 1, "data_version": 1},
                {"product": "Firefox", "channel": "release-localtest", "role": "releng", "signoffs_required": 2,
                 "data_version": 1},
                {"product": "Firefox", "channel": "beta", "role": "relman", "signoffs_required": 1, "data_version": 1},
                {"product": "Fennec", "channel": "release", "role": "mobile", "signoffs_required": 3, "data_version": 1}
              ],
              "releases": [
                {"name": "Whole", "product": "Firefox", "read_only": true, "data_version": 7,
                 "data": {"name": "Whole", "platforms": {"p": {"locales": {"de": {"buildID": "1"}}}}}},
                {"name": "whole", "product": "Fennec", "data_version": 1, "data": {"name": "whole"}}
              ],
              "releases_json": [
                {"name": "Parts", "product": "Firefox", "read_only": false, "data_version": 2,
                 "data": {"name": "Parts", "platforms": {"p": {"locales": {"fr": {"buildID": "2"}}}}}},
                {"name": "A", "product": "Fennec", "read_only": false, "data_version": 3, "data": {"name": "A"}}
              ],
              "release_assets": [
                {"name": "Parts", "path": ".platforms.p.locales.de", "data": {"buildID": "3"}, "data_version": 9}
              ],
              "releases_json_scheduled_changes": [
                {"sc_id": 1, "scheduled_by": "bill", "complete": false, "change_type": "update", "base_name": "Parts",
                 "base_product": "Firefox", "base_read_only": false, "base_data": {"name": "x"},
                 "base_data_version": 2, "data_version": 6},
                {"sc_id": 2, "scheduled_by": "bill", "complete": true, "change_type": "update", "base_name": "Parts",
                 "base_data_version": 1, "data_version": 1},
                {"sc_id": 3, "scheduled_by": "bill", "complete": false, "change_type": "insert", "base_name": "New",
                 "base_product": "Firefox", "base_data": {"name": "New"}, "data_version": 1}
              ],
              "releases_json_scheduled_changes_conditions": [
                {"sc_id": 1, "when": 1600000000000, "data_version": 6},
                {"sc_id": 3, "when": 1700000000000, "data_version": 1}
              ],
              "releases_json_scheduled_changes_signoffs": [
                {"sc_id": 1, "username": "mary", "role": "releng"},
                {"sc_id": 2, "username": "mary", "role": "releng"}
              ],
              "release_assets_scheduled_changes": [
                {"sc_id": 1, "scheduled_by": "mary", "complete": false, "change_type": "delete", "base_name": "Parts",
                 "base_path": ".platforms.p.locales.de", "base_data_version": 9, "data_version": 1}
              ],
              "release_assets_scheduled_changes_conditions": [{"sc_id": 1, "when": 5, "data_version": 1}]
            }
            """;

    @TempDir
    private Path directory;

    private final Map<Kind, Database> databases = new HashMap<>();

    @AfterEach
    void close() {
        databases.values().forEach(Database::close);
    }

    private PublicQueries queries(Kind kind) {
        Database database = TestDatabases.create(kind, directory);
        databases.put(kind, database);
        TestDatabases.fill(database, json(STATE));
        return new PublicQueries(database);
    }

    @ParameterizedTest
    @EnumSource
    void rules(Kind kind) {
        PublicQueries queries = queries(kind);
        assertThat(queries.countRules()).isEqualTo(3);
        assertThat(ids(queries.rules(null))).containsExactly(3, 1, 2);
        assertThat(ids(queries.rules("Firefox"))).containsExactly(1);
        assertThat(ids(queries.rules("firefox"))).isEmpty();
        assertThat(queries.rule("frodo")).contains(json("""
                {"rule_id": 1, "alias": "frodo", "priority": 90, "mapping": "Whole", "fallbackMapping": "Whole",
                 "backgroundRate": null, "update_type": "minor", "product": "Firefox", "version": null,
                 "channel": "release*", "buildTarget": null, "buildID": null, "locale": null, "osVersion": null,
                 "memory": null, "instructionSet": null, "jaws": true, "mig64": false, "distribution": null,
                 "distVersion": null, "headerArchitecture": null, "comment": null, "data_version": 4}
                """).asObject());
        assertThat(queries.rule("2"))
                .hasValueSatisfying(
                        rule -> assertThat(rule.get("jaws").isNull()).isTrue());
        for (String none : List.of("4", "sam", "1_", "", "99999999999", "-1", "Frodo")) {
            assertThat(queries.rule(none)).as(none).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rulesAtAPointInTime(Kind kind) {
        PublicQueries queries = queries(kind);
        assertThat(queries.rulesAt(98)).isEmpty();
        assertThat(queries.rulesAt(99)).isEmpty();
        assertThat(changes(queries.rulesAt(150))).containsExactly(2, 3);
        assertThat(changes(queries.rulesAt(250))).containsExactly(3, 4);
        assertThat(changes(queries.rulesAt(300))).containsExactly(4);
        assertThat(queries.rulesAt(300).get(0).get("changed_by").asString()).isEqualTo("mary");
    }

    @ParameterizedTest
    @EnumSource
    void revisionsOfARule(Kind kind) {
        PublicQueries queries = queries(kind);
        assertThat(queries.ruleRevisions("frodo", 1, 10)).hasValueSatisfying(page -> {
            assertThat(page.total()).isEqualTo(2);
            assertThat(changes(page.rows())).containsExactly(4, 2);
        });
        assertThat(queries.ruleRevisions("1", 2, 1)).hasValueSatisfying(page -> {
            assertThat(page.total()).isEqualTo(2);
            assertThat(changes(page.rows())).containsExactly(2);
        });
        assertThat(queries.ruleRevisions("2", 1, 10))
                .contains(new Page(0, JsonMapper.shared().createArrayNode()));
        assertThat(queries.ruleRevisions("8", 1, 10)).isEmpty();
        assertThat(queries.ruleRevisions("1", Integer.MAX_VALUE, Integer.MAX_VALUE))
                .hasValueSatisfying(page -> assertThat(page.rows()).isEmpty());
        assertThatIllegalArgumentException().isThrownBy(() -> queries.ruleRevisions("1", 0, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> queries.ruleRevisions("1", 1, -1));
    }

    @ParameterizedTest
    @EnumSource
    void namesOfReleases(Kind kind) {
        PublicQueries queries = queries(kind);
        assertThat(queries.releaseNames(null, null)).containsExactly("Whole", "whole", "A", "Parts");
        assertThat(queries.releaseNames("Fennec", null)).containsExactly("whole", "A");
        assertThat(queries.releaseNames(null, "W")).containsExactly("Whole");
        assertThat(queries.releaseNames("Firefox", "P")).containsExactly("Parts");
        assertThat(queries.releaseNames(null, "%")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void releases(Kind kind) {
        assertThat(reread(queries(kind).releases("Firefox", null))).isEqualTo(json("""
                [
                  {"name": "Whole", "product": "Firefox", "data_version": 7, "read_only": true, "rule_ids": [1, 2],
                   "rule_info": {"1": {"product": "Firefox", "channel": "release*"},
                                 "2": {"product": null, "channel": null}}},
                  {"name": "Parts", "product": "Firefox", "data_version": 2, "read_only": false,
                   "rule_info": {"2": {"product": null, "channel": null}},
                   "required_signoffs": {"releng": 2, "relman": 1, "mobile": 3},
                   "product_required_signoffs": {"releng": 2, "relman": 1},
                   "scheduled_changes": [
                     {"sc_id": 1, "scheduled_by": "bill", "complete": false, "change_type": "update", "name": "Parts",
                      "product": "Firefox", "read_only": false, "data_version": 2, "sc_data_version": 6,
                      "when": 1600000000000, "signoffs": {"mary": "releng"}},
                     {"sc_id": 1, "scheduled_by": "mary", "complete": false, "change_type": "delete", "name": "Parts",
                      "path": ".platforms.p.locales.de", "data_version": 9, "sc_data_version": 1, "when": 5,
                      "signoffs": {}}]}
                ]
                """));
    }

    @ParameterizedTest
    @EnumSource
    void releasesThatAreOnlyScheduled(Kind kind) {
        assertThat(reread(queries(kind).releases(null, "N"))).isEqualTo(json("""
                [{"name": "New", "product": null, "data_version": null, "read_only": null, "rule_info": {},
                  "scheduled_changes": [
                    {"sc_id": 3, "scheduled_by": "bill", "complete": false, "change_type": "insert", "name": "New",
                     "product": "Firefox", "read_only": null, "data_version": null, "sc_data_version": 1,
                     "when": 1700000000000, "signoffs": {}}]}]
                """));
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseAndItsLocales(Kind kind) {
        PublicQueries queries = queries(kind);
        assertThat(queries.release("Parts")).contains(new Versioned(json("""
                {"name": "Parts", "platforms": {"p": {"locales": {"fr": {"buildID": "2"}, "de": {"buildID": "3"}}}}}
                """), 2));
        assertThat(queries.release("Whole"))
                .hasValueSatisfying(release -> assertThat(release.dataVersion()).isEqualTo(7));
        assertThat(queries.release("New")).isEmpty();
        assertThat(queries.release("parts")).isEmpty();
        assertThat(queries.locale("Parts", "p", "de")).contains(new Versioned(json("{\"buildID\": \"3\"}"), 9));
        assertThat(queries.locale("Parts", "p", "fr")).contains(new Versioned(json("{\"buildID\": \"2\"}"), 2));
        assertThat(queries.locale("Whole", "p", "de")).contains(new Versioned(json("{\"buildID\": \"1\"}"), 7));
        assertThat(queries.locale("Whole", "p", "fr")).isEmpty();
        assertThat(queries.locale("Whole", "q", "de")).isEmpty();
        assertThat(queries.locale("None", "p", "de")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shutoffsAndPins(Kind kind) {
        PublicQueries queries = queries(kind);
        assertThat(queries.shutoffs()).hasSize(2);
        assertThat(queries.shutoff("Fennec", "nightly")).contains(json("""
                {"product": "Fennec", "channel": "nightly", "comment": null, "data_version": 2}
                """).asObject());
        assertThat(queries.shutoff("Fennec", "release")).isEmpty();
        assertThat(queries.pin("Firefox", "release", "115.")).contains(json("""
                {"product": "Firefox", "channel": "release", "version": "115.", "mapping": "Whole", "data_version": 5}
                """).asObject());
        assertThat(queries.pin("Firefox", "release", "116.")).isEmpty();
    }

    private static List<Integer> ids(JsonNode rules) {
        return numbers(rules, "rule_id");
    }

    private static List<Integer> changes(JsonNode rules) {
        return numbers(rules, "change_id");
    }

    private static List<Integer> numbers(JsonNode rows, String column) {
        return rows.valueStream().map(row -> row.get(column).intValue()).toList();
    }

    /** Numbers are only equal when they are of the same size, which JSON does not tell. */
    private static JsonNode reread(JsonNode json) {
        return json(json.toString());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
