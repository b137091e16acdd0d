// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * File that updates to a build. Components that the release lacks are null.
 *
 * @param source name of the release that the file updates from; {@code *} for any
 * @param size size in bytes, as stored
 * @param hashValue hash of the file
 * @param url URL of the file, if the patch has its own
 * @param inclusionProof binary transparency inclusion proof, if there is one
 */
record Patch(
        @Nullable String source,
        @Nullable String size,
        @Nullable String hashValue,
        @Nullable String url,
        @Nullable String inclusionProof) {

    /** Source that stands for any build. */
    static final String ANY_SOURCE = "*";

    private static Patch of(JsonNode json) {
        return new Patch(
                Json.text(json, "from"),
                Json.text(json, "filesize"),
                Json.text(json, "hashValue"),
                Json.text(json, "fileUrl"),
                Json.text(json, "binTransInclusionProof"));
    }

    /** Reads one patch, a list of them, or none. */
    static List<Patch> listOf(JsonNode json) {
        if (json.isObject()) {
            return json.isEmpty() ? List.of() : List.of(of(json));
        }
        List<Patch> patches = new ArrayList<>();
        json.forEach(patch -> patches.add(of(patch)));
        return List.copyOf(patches);
    }
}
