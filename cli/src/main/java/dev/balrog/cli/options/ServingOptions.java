// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.publicapp.PublicReleases;
import picocli.CommandLine.Option;

/** What the answers of the public app are to be like. */
public final class ServingOptions {
    @Option(
            names = "--cache-control",
            paramLabel = "VALUE",
            defaultValue = "public, max-age=90",
            description = "The header Cache-Control of answers.")
    @Variable("CACHE_CONTROL")
    private String cacheControl;

    @Option(
            names = "--public-releases",
            paramLabel = "SET",
            defaultValue = "all",
            description = "Which releases the read-only API shows: all, as with Mozilla's Balrog, or live: those that"
                    + " clients can be offered.")
    @Variable("PUBLIC_RELEASES")
    private PublicReleases publicReleases;

    /** Returns which releases the read-only API shows. */
    public PublicReleases publicReleases() {
        return publicReleases;
    }

    /** The header {@code Cache-Control} of answers. */
    public String cacheControl() {
        return cacheControl;
    }
}
