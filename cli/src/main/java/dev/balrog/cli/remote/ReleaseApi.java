// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.Variable;
import picocli.CommandLine.Option;

/** Option that selects one of the two APIs for releases. */
final class ReleaseApi {
    @Option(
            names = "--api",
            paramLabel = "v1|v2",
            defaultValue = "v2",
            description = "v2 for releases that are stored by platform and locale, v1 for those that are stored whole.")
    @Variable("BALROG_RELEASE_API")
    private Version version;

    /** Versions of the API for releases. */
    enum Version {
        V1,
        V2
    }

    boolean isV1() {
        return version == Version.V1;
    }
}
