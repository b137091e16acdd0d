// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.AnonymousRead;
import picocli.CommandLine.Option;

/** Read access of anonymous clients. */
public final class AnonymousReadOptions {
    @Option(
            names = "--anonymous-read",
            paramLabel = "LEVEL",
            defaultValue = "full",
            description =
                    "What clients without an access token can read: full, as with Mozilla's Balrog; redacted, without"
                            + " the names of people, and without permissions, roles and changes scheduled for them; none. The"
                            + " public API shows the names of people only with full.")
    @Variable("ANONYMOUS_READ")
    private AnonymousRead level;

    /** Returns the read access of anonymous clients. */
    public AnonymousRead level() {
        return level;
    }
}
