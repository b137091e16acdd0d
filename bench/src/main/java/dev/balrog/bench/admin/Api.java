// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.LocaleSubmission;
import dev.balrog.store.history.Revision;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The two versions of the releases API. */
enum Api {
    /** Releases are kept, and have a version and a history, as a whole. */
    V1 {
        @Override
        void submit(BalrogClient client, LocaleSubmission build) {
            client.releasesV1().submitLocale(build);
        }

        @Override
        void submit(BalrogClient client, String name, ObjectNode blob) {
            client.releasesV1().submit(name, PRODUCT, blob);
        }

        @Override
        List<JsonNode> read(BalrogClient client, String name) {
            return List.of(client.releasesV1().get(name).content());
        }

        @Override
        List<String> identifiers(String release, List<LocaleSubmission> submissions) {
            return List.of(release);
        }

        @Override
        int expectedRevisions(int submissions) {
            // One in which the release is made, and one for each locale.
            return 1 + submissions;
        }
    },
    /** Releases are kept in parts, each of which has a version and a history. */
    V2 {
        @Override
        void submit(BalrogClient client, LocaleSubmission build) {
            client.releases().submitLocale(build);
        }

        @Override
        void submit(BalrogClient client, String name, ObjectNode blob) {
            client.releases().submit(name, blob, PRODUCT, null);
        }

        @Override
        List<JsonNode> read(BalrogClient client, String name) {
            // The first version shows these as well.
            return List.of(
                    client.releases().get(name).blob(),
                    client.releasesV1().get(name).content());
        }

        @Override
        List<String> identifiers(String release, List<LocaleSubmission> submissions) {
            List<String> identifiers = new ArrayList<>(List.of(release));
            submissions.forEach(build -> identifiers.add(Revision.identifierOfAsset(
                    release, ".platforms." + build.platform() + ".locales." + build.locale())));
            return identifiers;
        }

        @Override
        int expectedRevisions(int submissions) {
            // One of the base, and one of each asset.
            return 1 + submissions;
        }
    };

    static final String PRODUCT = "Firefox";

    /** Puts a build into a release. */
    abstract void submit(BalrogClient client, LocaleSubmission build);

    /** Makes a release, or replaces it. */
    abstract void submit(BalrogClient client, String name, ObjectNode blob);

    /** A release in every way in which it can be read. */
    abstract List<JsonNode> read(BalrogClient client, String name);

    /** The identifiers in the history of a release that so many builds were put into. */
    abstract List<String> identifiers(String release, List<LocaleSubmission> submissions);

    /** How many revisions there are in the history then. */
    abstract int expectedRevisions(int submissions);
}
