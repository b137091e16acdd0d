// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A release of each format that has all that the format knows. */
final class FullReleases {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int[] SCHEMA_VERSIONS = {1, 2, 3, 4, 5, 6, 8, 9, 50, 1000, 4000, 5000, 10000};

    private static final String HASH = "0123456789abcdef".repeat(8);
    private static final String PATCH =
            "{'filesize': 5, 'from': '*', 'hashValue': '" + HASH + "', 'fileUrl': 'https://cdn.example/patch'}";
    private static final String PATCH_WITH_PROOF = "{'filesize': '5', 'from': '*', 'hashValue': '" + HASH
            + "', 'fileUrl': 'https://cdn.example/patch'," + " 'binTransInclusionProof': 'p'}";
    private static final String FILE =
            "{'filesize': 5, 'hashValue': '" + HASH + "', 'fileUrl': 'https://cdn.example/any'%s}";
    private static final String WITHOUT_BILLBOARD =
            "'detailsUrl': 'https://pages.example/d', 'actions': 'a', 'openURL': 'https://pages.example/o',"
                    + " 'notificationURL': 'https://pages.example/n', 'alertURL': 'https://pages.example/l',"
                    + " 'showPrompt': true, 'showNeverForVersion': false";
    private static final String WITH_BILLBOARD =
            WITHOUT_BILLBOARD + ", 'licenseUrl': 'https://pages.example/l', 'billboardURL': 'https://pages.example/b'";
    private static final String THREE_VERSIONS =
            "'appVersion': '60.0', 'platformVersion': '60.0', 'displayVersion': '60'";
    private static final String TWO_VERSIONS = "'appVersion': '60.0', 'displayVersion': '60'";
    private static final String TRANSPARENCY =
            "'binTransMerkleRoot': 'r', 'binTransCertificate': 'c', 'binTransSCTList': 's'";
    private static final String URLS = "'fileUrls': {'c': 'https://cdn.example/%LOCALE%'}";
    private static final String URLS_BY_TYPE =
            "'fileUrls': {'c': {'partials': {'*': 'https://cdn.example/a'}, 'completes': {'*': 'https://cdn.example/b'}}}";
    private static final String NAMES_BY_TYPE = "{'partial': 'p', 'complete': 'c'}";
    private static final String NAMES_BY_SOURCE = "{'partials': {'x': 'p'}, 'completes': {'*': 'c'}}";
    private static final String UPDATE_LINE = """
            'updateLine': [
              {
                'for': {'locales': ['de'], 'channels': ['c*'], 'versions': ['<60.0'], 'buildIDs': ['20260101']},
                'fields': {'type': 'minor', 'detailsURL': 'https://pages.example/d', 'actions': 'a',
                  'openURL': 'https://pages.example/o', 'notificationURL': 'https://pages.example/n',
                  'alertURL': '', 'showPrompt': true, 'showNeverForVersion': true, 'promptWaitTime': 5,
                  'disableBITS': true, 'disableBackgroundUpdates': true}
              },
              {'for': {}, 'fields': {}}
            ]
            """;

    private FullReleases() {}

    /** One of each format, new ones at every call. */
    static Stream<ObjectNode> all() {
        return Arrays.stream(SCHEMA_VERSIONS).mapToObj(FullReleases::of);
    }

    static ObjectNode of(int schemaVersion) {
        return switch (schemaVersion) {
            case 1 ->
                app(
                        1,
                        "'extv': '3.6', 'appv': '3.6', 'detailsUrl': 'https://pages.example/d', 'licenseUrl': 'https://pages.example/l', 'fakePartials': true,"
                                + " 'oldVersionSpecialCases': false, " + URLS + names(NAMES_BY_TYPE),
                        "'extv': '3.6', 'appv': '3.6'" + one());
            case 2 ->
                app(
                        2,
                        THREE_VERSIONS + ", " + WITH_BILLBOARD + ", " + URLS + names(NAMES_BY_TYPE),
                        "'isOSUpdate': true, " + THREE_VERSIONS + one());
            case 3 ->
                app(
                        3,
                        THREE_VERSIONS + ", " + WITH_BILLBOARD + ", " + URLS + names(NAMES_BY_SOURCE),
                        "'isOSUpdate': true, " + THREE_VERSIONS + many(PATCH));
            case 4 ->
                app(
                        4,
                        THREE_VERSIONS + ", " + WITH_BILLBOARD + ", " + URLS_BY_TYPE,
                        "'isOSUpdate': true, " + THREE_VERSIONS + many(PATCH));
            case 5 ->
                app(
                        5,
                        THREE_VERSIONS + ", " + WITH_BILLBOARD + ", 'promptWaitTime': 1.5, " + URLS_BY_TYPE,
                        "'isOSUpdate': true, " + THREE_VERSIONS + many(PATCH));
            case 6 ->
                app(
                        6,
                        TWO_VERSIONS + ", " + WITHOUT_BILLBOARD + ", 'promptWaitTime': 5, " + URLS_BY_TYPE,
                        "'isOSUpdate': true, " + TWO_VERSIONS + many(PATCH));
            case 8 ->
                app(
                        8,
                        TWO_VERSIONS + ", " + WITHOUT_BILLBOARD + ", 'promptWaitTime': 5, " + TRANSPARENCY + ", "
                                + URLS_BY_TYPE,
                        "'isOSUpdate': true, " + TWO_VERSIONS + many(PATCH_WITH_PROOF));
            case 9 ->
                app(
                        9,
                        TWO_VERSIONS + ", " + TRANSPARENCY + ", " + URLS_BY_TYPE + ", " + UPDATE_LINE,
                        TWO_VERSIONS + many(PATCH_WITH_PROOF));
            case 50 -> release(50, "'detailsUrl': 'https://any.example', 'displayVersion': '45.0'");
            case 1000 ->
                release(
                        1000,
                        "'hashFunction': 'sha512', 'vendors': "
                                + files(FILE.formatted(", 'mirrorUrls': ['https://cdn.example/mirror']")));
            case 4000 -> release(4000, "'products': ['one', 'two']");
            case 5000 -> release(5000, "'hashFunction': 'sha512', 'addons': " + files(FILE.formatted("")));
            case 10000 ->
                release(
                        10000,
                        "'hashFunction': 'sha512', 'version': '2.2', 'required': true, 'platforms':"
                                + " {'p': {'fileUrl': 'https://cdn.example/vpn', 'hashValue': '" + HASH + "'}}");
            default -> throw new IllegalArgumentException("no format " + schemaVersion);
        };
    }

    /**
     * Changes a release.
     *
     * @param path where, each step after a slash
     * @param value JSON in single quotes; null to remove what is there
     */
    static void set(ObjectNode release, String path, @Nullable String value) {
        int last = path.lastIndexOf('/');
        String key = path.substring(last + 1);
        JsonNode parent = release.at(path.substring(0, last));
        JsonNode json = value == null ? null : json(value);
        switch (parent) {
            case ObjectNode object when json == null -> object.remove(key);
            case ObjectNode object -> object.set(key, json);
            case ArrayNode array -> array.set(Integer.parseInt(key), json);
            default -> throw new IllegalArgumentException("nothing at " + path);
        }
    }

    private static ObjectNode app(int schemaVersion, String fields, String localeFields) {
        return release(schemaVersion, """
                'hashFunction': 'sha512', %s,
                'platforms': {
                  'p': {'buildID': 20260101, 'OS_BOUNCER': 'b', 'OS_FTP': 'f',
                    'locales': {'de': {'buildID': '20260101', %s}, 'fr': {}}},
                  'q': {'alias': 'p'}
                }
                """.formatted(fields, localeFields));
    }

    private static ObjectNode release(int schemaVersion, String fields) {
        return (ObjectNode) json(
                "{'name': 'Sample', 'product': 'Product', 'schema_version': " + schemaVersion + ", " + fields + "}");
    }

    private static String names(String names) {
        return ", 'ftpFilenames': " + names + ", 'bouncerProducts': " + names;
    }

    private static String one() {
        return ", 'partial': " + PATCH + ", 'complete': " + PATCH;
    }

    private static String many(String patch) {
        return ", 'partials': [" + patch + "], 'completes': [" + patch + ", " + patch + "]";
    }

    private static String files(String file) {
        return "{'v': {'version': '1', 'platforms': {'p': " + file + ", 'q': {'alias': 'p'}}}, 'w': {'version': '2'}}";
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
