// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.core.release.validation.ContentChecks;
import java.util.Locale;
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
            names = "--content-checks",
            paramLabel = "strict|compatible",
            defaultValue = "strict",
            description = "Releases to withhold: strict, those with responses that are unsafe and those whose responses"
                    + " clients discard; compatible, only the former.")
    @Variable("CONTENT_CHECKS")
    private String contentChecks;

    /**
     * The releases to withhold because of their responses.
     *
     * @throws InvalidOptionException when it is none of the known checks
     */
    public ContentChecks contentChecks() {
        return switch (contentChecks.strip().toLowerCase(Locale.ROOT)) {
            case "strict" -> ContentChecks.STRICT;
            case "compatible" -> ContentChecks.COMPATIBLE;
            default ->
                throw new InvalidOptionException("--content-checks has to be strict or compatible: " + contentChecks);
        };
    }

    /** The header {@code Cache-Control} of answers. */
    public String cacheControl() {
        return cacheControl;
    }
}
