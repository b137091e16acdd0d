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
            description = "Anonymous read access to the admin API: full, as in Mozilla's Balrog; redacted, without"
                    + " user names, permissions, roles and scheduled changes of them; none. The"
                    + " public API shows user names only with full.")
    @Variable("ANONYMOUS_READ")
    private AnonymousRead level;

    /** Returns the read access of anonymous clients. */
    public AnonymousRead level() {
        return level;
    }
}
