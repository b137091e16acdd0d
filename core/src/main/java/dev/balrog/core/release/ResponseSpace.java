// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.List;
import java.util.Set;

/**
 * Request properties that the responses of a release depend on, so that all of them can be
 * rendered.
 *
 * @param variants build targets and locales of the release; platforms that share builds count once
 * @param channels one channel of each group that the release distinguishes
 * @param versions client versions that the release distinguishes
 * @param buildIds client builds that the release distinguishes
 * @param partialSources names of the releases that partial updates start from
 * @param conditionalLocales locales that conditions name, whose responses can depend on version and
 *     build as well
 */
public record ResponseSpace(
        List<Variant> variants,
        Set<String> channels,
        Set<String> versions,
        Set<String> buildIds,
        Set<String> partialSources,
        Set<String> conditionalLocales) {

    /** Version older than any release, so that every release is an update for it. */
    static final String OLDEST_VERSION = "0.0";

    /** Build id older than any release, and contained in none. */
    static final String OLDEST_BUILD = "19700101000000";

    /** Sample channel that no release distinguishes from others. */
    static final String SOME_CHANNEL = "release";

    /** Sample locale for formats without locales. */
    static final String SOME_LOCALE = "en-US";

    /**
     * Part of a release for a build target and a locale.
     *
     * @param pointer location in the release, as a JSON Pointer (RFC 6901)
     */
    public record Variant(String buildTarget, String locale, String pointer) {}

    /** Returns the space of a release whose responses depend on the variant alone. */
    static ResponseSpace of(List<Variant> variants) {
        return new ResponseSpace(
                List.copyOf(variants),
                Set.of(SOME_CHANNEL),
                Set.of(OLDEST_VERSION),
                Set.of(OLDEST_BUILD),
                Set.of(),
                Set.of());
    }
}
