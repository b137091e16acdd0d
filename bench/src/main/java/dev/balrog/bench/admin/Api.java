// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.release.LocaleSubmission;
import dev.balrog.store.history.Revision;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Version of the releases API. */
enum Api {
    /** Version 1: a release is stored, versioned and revised as a whole. */
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
            // One revision for the creation of the release, and one for each locale.
            return 1 + submissions;
        }
    },
    /** Version 2: a release is stored in parts, each with its own version and history. */
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
            // Version 1 of the API shows v2 releases as well.
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
            // One revision of the base, and one of each asset.
            return 1 + submissions;
        }
    };

    static final String PRODUCT = "Firefox";

    /** Adds a build to a release. */
    abstract void submit(BalrogClient client, LocaleSubmission build);

    /** Creates a release, or replaces it. */
    abstract void submit(BalrogClient client, String name, ObjectNode blob);

    /** Returns a release by every way of reading it. */
    abstract List<JsonNode> read(BalrogClient client, String name);

    /** Returns the identifiers in the history of a release after these submissions. */
    abstract List<String> identifiers(String release, List<LocaleSubmission> submissions);

    /** Returns the number of revisions in the history after this number of submissions. */
    abstract int expectedRevisions(int submissions);
}
