// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import picocli.CommandLine.Option;

/** Acceptance of rows that the audit log does not explain. */
public final class UnexplainedOptions {
    @Option(
            names = "--allow-unexplained",
            description =
                    "Exit with 0 although the audit log does not explain some rows, as in a database that Mozilla's"
                            + " Balrog writes to, too. A broken hash chain is never accepted.")
    private boolean allowed;

    /** Returns whether such rows are accepted. */
    public boolean allowed() {
        return allowed;
    }
}
