// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import tools.jackson.databind.JsonNode;

/** A small database: Firefox on two channels, one of them with a partner build, and one release. */
final class SampleState {
    /** A request that the sample offers version 2.0. */
    static final String OFFERED_2_0 =
            "/update/3/Firefox/1.0/20240101000000/Linux/de/release/os/default/default/update.xml";

    static final JsonNode CONFIG = TestApp.JSON.readTree("""
            {"ALLOWLISTED_DOMAINS": {"download.example.org": ["Firefox"]}, "SPECIAL_FORCE_HOSTS": []}
            """);

    /** A SHA-512 that clients take; of no file. */
    static final String HASH = "abc" + "0".repeat(125);

    static final JsonNode STATE = TestApp.JSON.readTree("""
            {
              "rules": [
                {"rule_id": 1, "priority": 100, "mapping": "Firefox-2.0", "backgroundRate": 100, "update_type": "minor",
                 "product": "Firefox", "channel": "release", "data_version": 3},
                {"rule_id": 2, "priority": 90, "mapping": "Firefox-gone", "backgroundRate": 100, "update_type": "minor",
                 "product": "Firefox", "channel": "beta", "data_version": 1}
              ],
              "releases": [
                {"name": "Firefox-2.0", "product": "Firefox", "read_only": false, "data_version": 1, "data": {
                  "name": "Firefox-2.0", "schema_version": 4, "hashFunction": "sha512",
                  "appVersion": "2.0", "displayVersion": "2.0", "platformVersion": "2.0",
                  "fileUrls": {"*": {"completes": {"*": "https://download.example.org/%LOCALE%/2.0.mar"}}},
                  "platforms": {"Linux": {"buildID": "20240201000000", "OS_FTP": "linux", "OS_BOUNCER": "linux",
                    "locales": {"de": {"completes": [{"from": "*", "filesize": 7, "hashValue": "HASH"}]}}}}
                }}
              ]
            }
            """.replace("HASH", HASH));

    private SampleState() {}
}
