// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Formats of app releases, by schema version, with their differences. Version 7 was never used. */
enum AppReleaseFormat {
    /** Firefox 1.5 to 3.6: {@code appv} and {@code extv}. */
    V1(1, UpdateLineForm.VERSION_1, Patches.SINGLE, Urls.FILE_NAME_BY_TYPE),
    /** Firefox 4 and later: new names for versions, and more attributes. */
    V2(2, UpdateLineForm.DISPLAY_VERSION, Patches.SINGLE, Urls.FILE_NAME_BY_TYPE),
    /** Several partial updates per locale. */
    V3(3, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.FILE_NAME_BY_SOURCE),
    /** URL templates by channel, type and source, all in {@code fileUrls}. */
    V4(4, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.BY_CHANNEL),
    /** Firefox 19 and later: a delay before the user is prompted. */
    V5(5, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.BY_CHANNEL),
    /** Firefox 51 and later: no billboard. */
    V6(6, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.BY_CHANNEL),
    /** Binary transparency proofs. */
    V8(8, UpdateLineForm.DISPLAY_VERSION, Patches.MULTIPLE, Urls.BY_CHANNEL),
    /** Attributes that depend on the request. */
    V9(9, UpdateLineForm.CONDITIONAL, Patches.MULTIPLE, Urls.BY_CHANNEL);

    /** Form of the {@code update} start tag. */
    enum UpdateLineForm {
        VERSION_1,
        DISPLAY_VERSION,
        CONDITIONAL
    }

    /** Storage of the patches of a locale: one of each type, or lists. */
    enum Patches {
        SINGLE("complete", "partial"),
        MULTIPLE("completes", "partials");

        /** Key of complete updates, in locales and in the URLs of a release. */
        final String completeKey;

        final String partialKey;

        Patches(String completeKey, String partialKey) {
            this.completeKey = completeKey;
            this.partialKey = partialKey;
        }
    }

    /** Source of the URL of a patch that has no {@code fileUrl}. */
    enum Urls {
        /** Template by channel, and file name by type of patch. */
        FILE_NAME_BY_TYPE,
        /** Template by channel, and file name by type of patch and source. */
        FILE_NAME_BY_SOURCE,
        /** Template by channel, type of patch and source. */
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

    /** Attributes whose value is a URL template with the locale. */
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

    /** Returns the optional attributes of the update, in the order of the response. */
    List<String> optionalAttributes() {
        return switch (this) {
            case V1, V9 -> List.of();
            case V2, V3, V4 -> WITH_BILLBOARD;
            case V5 -> WITH_BILLBOARD_AND_WAIT;
            case V6 -> WITH_WAIT;
            case V8 -> WITH_PROOF;
        };
    }

    /** Returns whether patches have an inclusion proof. */
    boolean hasInclusionProofs() {
        return this == V8 || this == V9;
    }

    /**
     * Returns the field of the version that requests are compared with, in a locale or the release.
     */
    String applicationVersionField() {
        return this == V1 ? "extv" : "appVersion";
    }

    private static List<String> append(List<String> attributes, String... more) {
        return Stream.concat(attributes.stream(), Arrays.stream(more)).toList();
    }
}
