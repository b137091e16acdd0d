// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

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

    /** The header {@code Cache-Control} of answers. */
    public String cacheControl() {
        return cacheControl;
    }
}
