// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes of all kinds, and the requests that make and schedule them. */
final class Changes {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long LATER = 4_102_444_800_000L;

    /** Ada may do everything and is of two roles, bob of one; carl may only change rules of Fennec; robot is a program. */
    static final JsonNode STATE = json("""
            {'permissions': [
               {'permission': 'admin', 'username': 'ada', 'data_version': 1},
               {'permission': 'admin', 'username': 'bob', 'data_version': 1},
               {'permission': 'rule', 'username': 'carl', 'options': {'products': ['Fennec']}, 'data_version': 1},
               {'permission': 'admin', 'username': 'robot', 'data_version': 1}],
             'user_roles': [
               {'username': 'ada', 'role': 'releng', 'data_version': 1},
               {'username': 'ada', 'role': 'qa', 'data_version': 1},
               {'username': 'bob', 'role': 'relman', 'data_version': 1},
               {'username': 'robot', 'role': 'relman', 'data_version': 1}],
             'product_req_signoffs': [
               {'product': 'Firefox', 'channel': 'release', 'role': 'relman', 'signoffs_required': 1, 'data_version': 1},
               {'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1, 'data_version': 1},
               {'product': 'Firefox', 'channel': 'beta', 'role': 'qa', 'signoffs_required': 1, 'data_version': 1}],
             'permissions_req_signoffs': [
               {'product': 'Firefox', 'role': 'relman', 'signoffs_required': 1, 'data_version': 1}],
             'rules': [
               {'rule_id': 1, 'product': 'Firefox', 'channel': 'release', 'mapping': 'whole', 'fallbackMapping': 'split',
                'priority': 10, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 3},
               {'rule_id': 2, 'product': 'Firefox', 'channel': 'nightly', 'mapping': 'free', 'priority': 10,
                'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1},
               {'rule_id': 3, 'product': 'Firefox', 'channel': 'release', 'mapping': 'whole', 'priority': 10,
                'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1},
               {'rule_id': 4, 'product': 'Firefox', 'channel': 'nightly', 'mapping': 'free', 'priority': 10,
                'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}],
             'rules_scheduled_changes': [
               {'sc_id': 7, 'scheduled_by': 'bob', 'complete': false, 'change_type': 'update', 'data_version': 1,
                'base_rule_id': 3, 'base_product': 'Firefox', 'base_channel': 'release', 'base_mapping': 'whole',
                'base_priority': 20, 'base_backgroundRate': 100, 'base_update_type': 'minor', 'base_data_version': 1},
               {'sc_id': 8, 'scheduled_by': 'bob', 'complete': false, 'change_type': 'update', 'data_version': 1,
                'base_rule_id': 4, 'base_product': 'Firefox', 'base_channel': 'nightly', 'base_mapping': 'free',
                'base_priority': 20, 'base_backgroundRate': 100, 'base_update_type': 'minor', 'base_data_version': 1}],
             'rules_scheduled_changes_conditions': [
               {'sc_id': 7, 'when': 4102444800000, 'data_version': 1},
               {'sc_id': 8, 'when': 4102444800000, 'data_version': 1}],
             'releases': [
               {'name': 'whole', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'whole', 'schema_version': 1, 'hashFunction': 'sha512'}},
               {'name': 'free', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'free', 'schema_version': 1, 'hashFunction': 'sha512'}},
               {'name': 'unused', 'product': 'Firefox', 'read_only': true, 'data_version': 1,
                'data': {'name': 'unused', 'schema_version': 1, 'hashFunction': 'sha512'}}],
             'releases_json': [
               {'name': 'split', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'split', 'schema_version': 1, 'hashFunction': 'sha512'}},
               {'name': 'parts', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'parts', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': '9.0'}},
               {'name': 'older', 'product': 'Firefox', 'read_only': true, 'data_version': 1,
                'data': {'name': 'older', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': '8.0'}},
               {'name': 'newer', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'newer', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': '9.5'}}],
             'release_assets': [
               {'name': 'parts', 'path': '.platforms.p.locales.de', 'data': {'buildID': '1'}, 'data_version': 1}],
             'emergency_shutoffs': [
               {'product': 'Firefox', 'channel': 'release', 'data_version': 1},
               {'product': 'Firefox', 'channel': 'nightly', 'data_version': 1}],
             'pinnable_releases': [
               {'product': 'Firefox', 'channel': 'esr', 'version': '9.', 'mapping': 'newer', 'data_version': 1}]}""");

    static final String RULE = """
            'product': 'Firefox', 'mapping': 'free', 'priority': 50, 'backgroundRate': 10, 'update_type': 'minor'""";

    private static final String BLOB = """
            {'name': '%s', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': '7.0'}""";

    private Changes() {}

    /** JSON in which quotes may be single ones. */
    static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static String text(String blob) {
        return JSON.writeValueAsString(json(blob).toString()).replace("\"", "'").replace("\\'", "\\\"");
    }

    /** A change, and the requests that make it and schedule it; null where the first one does both. */
    record Change(
            String kind,
            String type,
            String row,
            Sent direct,
            @Nullable Sent scheduled) {
        @Override
        public String toString() {
            return type + " " + kind + " " + row.replaceAll("\\s+", " ");
        }
    }

    record Sent(String method, String path, String body) {}

    private static Sent post(String path, String body) {
        return new Sent("POST", path, "{" + body + "}");
    }

    private static Sent put(String path, String body) {
        return new Sent("PUT", path, "{" + body + "}");
    }

    private static Sent delete(String path) {
        return new Sent("DELETE", path, "");
    }

    private static Change change(String kind, String type, String row, Sent direct, @Nullable Sent scheduled) {
        return new Change(kind, type, "{" + row + "}", direct, scheduled);
    }

    private static String scheduled(String type, String row) {
        return row + ", 'change_type': '" + type + "', 'when': " + LATER;
    }

    static Change rule(String type, int id, String row, int version) {
        String key = "'rule_id': " + id + ", 'data_version': " + version;
        return change(
                "rule",
                type,
                key + (row.isEmpty() ? "" : ", " + row),
                type.equals("delete")
                        ? delete("/rules/" + id + "?data_version=" + version)
                        : post("/rules/" + id, "'data_version': " + version + ", " + row),
                post("/scheduled_changes/rules", scheduled(type, key + (row.isEmpty() ? "" : ", " + row))));
    }

    private static Change newRule(String row) {
        return change(
                "rule", "insert", row, post("/rules", row), post("/scheduled_changes/rules", scheduled("insert", row)));
    }

    private static Change release(String type, String name, String product, String data, int version) {
        String values = "'name': '" + name + "', 'product': '" + product + "'";
        String row = values + ", 'data': " + data + (type.equals("insert") ? "" : ", 'data_version': " + version);
        String whole = values + ", 'blob': " + data;
        return change(
                "release",
                type,
                row,
                type.equals("insert")
                        ? post("/releases", whole)
                        : put("/releases/" + name, whole + ", 'data_version': " + version),
                post("/scheduled_changes/releases", scheduled(type, row)));
    }

    private static Change readOnly(String name, boolean readOnly, int version) {
        String row = "'read_only': " + readOnly + ", 'data_version': " + version;
        return change(
                "release",
                "update",
                "'name': '" + name + "', " + row,
                put("/releases/" + name + "/read_only", row),
                post("/scheduled_changes/releases", scheduled("update", "'name': '" + name + "', " + row)));
    }

    private static Change deletion(String name, int version) {
        String row = "'name': '" + name + "', 'data_version': " + version;
        return change(
                "release",
                "delete",
                row,
                delete("/releases/" + name + "?data_version=" + version),
                post("/scheduled_changes/releases", scheduled("delete", row)));
    }

    static Change split(String type, String name, String row, boolean merge) {
        return change(
                "release",
                type,
                "'name': '" + name + "', " + row + (merge ? ", 'merge': true" : ""),
                new Sent(merge ? "POST" : "PUT", "/v2/releases/" + name, "{" + row + "}"),
                new Sent(merge ? "POST" : "PUT", "/v2/releases/" + name, "{" + row + ", 'when': " + LATER + "}"));
    }

    static Change permission(String type, String user, String permission, String options, int version) {
        String key = "'username': '" + user + "', 'permission': '" + permission + "'";
        String path = "/users/" + user + "/permissions/" + permission;
        String values = "'options': " + options + (version == 0 ? "" : ", 'data_version': " + version);
        return change(
                "permission",
                type,
                key + ", " + values,
                switch (type) {
                    case "insert" -> put(path, values);
                    case "update" -> post(path, values);
                    default -> delete(path + "?data_version=" + version);
                },
                post("/scheduled_changes/permissions", scheduled(type, key + ", " + values)));
    }

    private static Change requirement(String scope, String type, String row) {
        return change(
                scope.equals("product") ? "product_required_signoff" : "permission_required_signoff",
                type,
                row,
                type.equals("delete")
                        ? delete("/required_signoffs/" + scope)
                        : post("/required_signoffs/" + scope, row),
                post("/scheduled_changes/required_signoffs/" + scope, scheduled(type, row)));
    }

    static Change pin(String type, String version, String mapping) {
        String key = "'product': 'Firefox', 'channel': 'esr', 'version': '" + version + "'";
        String path = "/v2/releases/" + mapping + "/pinnable";
        return change(
                "pin",
                type,
                key + ", 'mapping': '" + mapping + "'",
                put(path, key),
                put(path, key + ", 'when': " + LATER));
    }

    /** Of each kind some that are made, scheduled and refused. */
    static Stream<Change> all() {
        String versions = "'old_data_versions': {'.': 1}";
        return Stream.of(
                newRule(RULE + ", 'channel': 'release'"),
                newRule(RULE + ", 'channel': 'release*'"),
                newRule(RULE + ", 'channel': 'nightly'"),
                newRule(RULE),
                newRule("'product': 'Firefox', 'mapping': 'nothing', 'priority': 50, 'backgroundRate': 10,"
                        + " 'update_type': 'minor'"),
                newRule("'product': 'Firefox', 'priority': 'high'"),
                rule("update", 1, RULE + ", 'channel': 'release'", 3),
                rule("update", 1, RULE + ", 'channel': 'release'", 2),
                rule("update", 1, RULE + ", 'channel': 'beta'", 3),
                rule("update", 2, RULE + ", 'channel': 'nightly'", 1),
                rule("update", 2, RULE + ", 'channel': 'beta'", 1),
                rule("update", 3, RULE + ", 'channel': 'release'", 1),
                rule("update", 4, RULE + ", 'channel': 'nightly'", 1),
                rule("update", 9, RULE + ", 'channel': 'nightly'", 1),
                rule("delete", 1, "", 3),
                rule("delete", 2, "", 1),
                rule("delete", 2, "", 7),
                rule("delete", 3, "", 1),
                rule("delete", 4, "", 1),
                release("insert", "new", "Firefox", text(BLOB.formatted("new")), 1),
                release("insert", "new", "Firefox", text(BLOB.formatted("other")), 1),
                release("update", "whole", "Firefox", text(BLOB.formatted("whole")), 1),
                release("update", "free", "Firefox", text(BLOB.formatted("free")), 1),
                release("update", "free", "Firefox", text(BLOB.formatted("free")), 4),
                release("update", "unused", "Firefox", text(BLOB.formatted("unused")), 1),
                readOnly("whole", true, 1),
                readOnly("unused", false, 1),
                deletion("whole", 1),
                deletion("unused", 1),
                split("insert", "fresh", "'product': 'Firefox', 'blob': " + BLOB.formatted("fresh"), false),
                split("update", "split", "'blob': " + BLOB.formatted("split") + ", " + versions, false),
                split("update", "split", "'blob': {'extv': '3.0'}, " + versions, true),
                split("update", "parts", "'blob': " + BLOB.formatted("parts") + ", " + versions, false),
                split("update", "parts", "'blob': {'extv': '3.0'}, " + versions, true),
                split(
                        "update",
                        "parts",
                        "'blob': {'platforms': {'p': {'locales': {'fr': {'buildID': '3'}}}}}, 'old_data_versions': {}",
                        true),
                split("update", "parts", "'blob': {'extv': '3.0'}, 'old_data_versions': {'.': 9}", true),
                split("update", "older", "'blob': {'extv': '3.0'}, " + versions, true),
                change(
                        "release",
                        "update",
                        "'name': 'older', 'read_only': false, 'data_version': 1",
                        put("/v2/releases/older/read_only", "'read_only': false, 'old_data_version': 1"),
                        null),
                change("release", "delete", "'name': 'newer'", delete("/v2/releases/newer"), null),
                change("release", "delete", "'name': 'parts'", delete("/v2/releases/parts"), null),
                permission("insert", "dora", "rule", "'{\\\"products\\\": [\\\"Firefox\\\"]}'", 0),
                permission("insert", "dora", "rule", "'{\\\"products\\\": [\\\"Fennec\\\"]}'", 0),
                permission("insert", "dora", "rule", "'{\\\"colours\\\": [\\\"red\\\"]}'", 0),
                permission("update", "carl", "rule", "null", 1),
                permission("update", "carl", "rule", "'{\\\"products\\\": [\\\"Fennec\\\", \\\"Thunderbird\\\"]}'", 1),
                permission("delete", "carl", "rule", "null", 1),
                permission("delete", "bob", "admin", "null", 1),
                requirement(
                        "product",
                        "insert",
                        "'product': 'Firefox', 'channel': 'nightly', 'role': 'qa', 'signoffs_required': 1"),
                requirement(
                        "product",
                        "insert",
                        "'product': 'Firefox', 'channel': 'beta', 'role': 'releng', 'signoffs_required': 1"),
                requirement(
                        "product",
                        "insert",
                        "'product': 'Firefox', 'channel': 'nightly', 'role': 'qa', 'signoffs_required': 5"),
                requirement(
                        "product",
                        "update",
                        "'product': 'Firefox', 'channel': 'release', 'role': 'relman', 'signoffs_required': 2,"
                                + " 'data_version': 1"),
                requirement(
                        "product",
                        "delete",
                        "'product': 'Firefox', 'channel': 'beta', 'role': 'qa', 'data_version': 1"),
                requirement("permissions", "insert", "'product': 'Fennec', 'role': 'qa', 'signoffs_required': 1"),
                requirement("permissions", "delete", "'product': 'Firefox', 'role': 'relman', 'data_version': 1"),
                change(
                        "emergency_shutoff",
                        "insert",
                        "'product': 'Firefox', 'channel': 'beta', 'comment': 'crashes'",
                        post("/emergency_shutoff", "'product': 'Firefox', 'channel': 'beta', 'comment': 'crashes'"),
                        null),
                change(
                        "emergency_shutoff",
                        "insert",
                        "'product': 'Firefox', 'channel': 'release'",
                        post("/emergency_shutoff", "'product': 'Firefox', 'channel': 'release'"),
                        null),
                shutoffDeletion("release"),
                shutoffDeletion("nightly"),
                pin("insert", "8.", "older"),
                pin("update", "9.", "newer"),
                pin("update", "9.", "nothing"));
    }

    static Change shutoffDeletion(String channel) {
        String row = "'product': 'Firefox', 'channel': '" + channel + "', 'data_version': 1";
        return change(
                "emergency_shutoff",
                "delete",
                row,
                delete("/emergency_shutoff/Firefox/" + channel + "?data_version=1"),
                post("/scheduled_changes/emergency_shutoff", scheduled("delete", row)));
    }
}
