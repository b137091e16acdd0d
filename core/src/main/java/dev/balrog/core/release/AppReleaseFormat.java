// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The formats of app releases, by schema version: what one has and another has not. Version 7 was never used.
 */
enum AppReleaseFormat {
    /** Firefox 1.5 to 3.6: {@code appv} and {@code extv}. */
    V1(1, UpdateLineForm.VERSION_1, Patches.SINGLE, Urls.FILE_NAME_BY_TYPE),
    /** From Firefox 4 on: new names for versions, and more attributes. */
    V2(2, UpdateLineForm.DISPLAY_VERSION, Patches.SINGLE, Urls.FILE_NAME_BY_TYPE),
    /** Several partial updates. */
    V3(3, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.FILE_NAME_BY_SOURCE),
    /** URLs by channel, type and source in one place. */
    V4(4, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.BY_CHANNEL),
    /** From Firefox 19 on: a time to wait before asking. */
    V5(5, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.BY_CHANNEL),
    /** From Firefox 51 on: no billboard. */
    V6(6, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.BY_CHANNEL),
    /** Proofs of binary transparency. */
    V8(8, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.BY_CHANNEL),
    /** Attributes that depend on the request. */
    V9(9, UpdateLineForm.CONDITIONAL, Patches.MULTIPLE, Urls.BY_CHANNEL);

    /** How the line with the versions is written. */
    enum UpdateLineForm {
        VERSION_1,
        DISPLAY_VERSION,
        CONDITIONAL
    }

    /** How the patches of a locale are stored: one of each type, or lists. */
    enum Patches {
        SINGLE("complete", "partial"),
        MULTIPLE("completes", "partials");

        /** The keys of complete and of partial updates, in locales and in the URLs of a release. */
        final String completeKey;

        final String partialKey;

        Patches(String completeKey, String partialKey) {
            this.completeKey = completeKey;
            this.partialKey = partialKey;
        }
    }

    /** Where the URL of a patch comes from that has none of its own. */
    enum Urls {
        /** A template by channel, and a file name by type of patch. */
        FILE_NAME_BY_TYPE,
        /** A template by channel, and a file name by type of patch and by source. */
        FILE_NAME_BY_SOURCE,
        /** A template by channel, type of patch and source. */
        BY_CHANNEL
    }

    private static final List<String> WITH_BILLBOARD = List.of(
            "billboardURL", "showPrompt", "showNeverForVersion", "actions", "openURL", "notificationURL", "alertURL");
    private static final List<String> WITH_BILLBOARD_AND_WAIT = append(WITH_BILLBOARD, "promptWaitTime");
    private static final List<String> WITH_WAIT = WITH_BILLBOARD_AND_WAIT.stream()
            .filter(attribute -> !attribute.equals("billboardURL"))
            .toList();
    private static final List<String> WITH_PROOF =
            append(WITH_WAIT, "binTransMerkleRoot", "binTransCertificate", "binTransSCTList");

    /** Attributes whose value is a URL that the locale can be filled in to. */
    static final Set<String> LOCALIZED = Set.of("billboardURL", "openURL", "notificationURL", "alertURL", "detailsURL");

    final int schemaVersion;
    final UpdateLineForm updateLineForm;
    final Patches patches;
    final Urls urls;

    AppReleaseFormat(int schemaVersion, UpdateLineForm updateLineForm, Patches patches, Urls urls) {
        this.schemaVersion = schemaVersion;
        this.updateLineForm = updateLineForm;
        this.patches = patches;
        this.urls = urls;
    }

    static Optional<AppReleaseFormat> of(int schemaVersion) {
        return Arrays.stream(values())
                .filter(format -> format.schemaVersion == schemaVersion)
                .findFirst();
    }

    /** Further attributes of the update, in the order in which they are answered. */
    List<String> optionalAttributes() {
        return switch (this) {
            case V1, V9 -> List.of();
            case V2, V3, V4 -> WITH_BILLBOARD;
            case V5 -> WITH_BILLBOARD_AND_WAIT;
            case V6 -> WITH_WAIT;
            case V8 -> WITH_PROOF;
        };
    }

    /** Whether patches carry a proof of inclusion. */
    boolean hasInclusionProofs() {
        return this == V8 || this == V9;
    }

    /** The name under which a locale or the release holds the version that requests are compared with. */
    String applicationVersionField() {
        return this == V1 ? "extv" : "appVersion";
    }

    private static List<String> append(List<String> attributes, String... more) {
        return Stream.concat(attributes.stream(), Arrays.stream(more)).toList();
    }
}
