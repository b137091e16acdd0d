// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.List;
import java.util.Set;

/**
 * Everything that the responses of a release depend on, so that all of them can be rendered.
 *
 * @param variants what the release has for build targets and locales; two platforms that share builds count once
 * @param channels one channel of each group that the release tells apart
 * @param versions versions of clients that the release tells apart
 * @param buildIds builds of clients that the release tells apart
 * @param partialSources names of the releases that partial updates start from
 * @param conditionalLocales locales that conditions name, whose responses can depend on version and build as well
 */
public record ResponseSpace(
        List<Variant> variants,
        Set<String> channels,
        Set<String> versions,
        Set<String> buildIds,
        Set<String> partialSources,
        Set<String> conditionalLocales) {

    /** A version that is older than any release, so that every release is an update for it. */
    static final String OLDEST_VERSION = "0.0";

    /** A build that is older than any release, and that no release knows. */
    static final String OLDEST_BUILD = "19700101000000";

    /** A channel that no release tells apart from others. */
    static final String SOME_CHANNEL = "release";

    /** A locale for formats that have no locales. */
    static final String SOME_LOCALE = "en-US";

    /**
     * What a release has for a build target and a locale.
     *
     * @param pointer its place in the release, as a JSON pointer (RFC 6901)
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

    /** Returns a JSON pointer to a member of what another pointer leads to. */
    static String pointer(String parent, String member) {
        return parent + '/' + member.replace("~", "~0").replace("/", "~1");
    }
}
