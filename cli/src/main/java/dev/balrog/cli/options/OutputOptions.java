// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import picocli.CommandLine.Option;

/** Output format of a command. */
public final class OutputOptions {
    /** Order in the help: after the command's own options. */
    private static final int LAST = 190;

    @Option(
            order = LAST,
            names = "--output",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "table for reading, json for scripts.")
    @Variable("BALROG_OUTPUT")
    private Format format;

    /** Output formats. */
    public enum Format {
        TABLE,
        JSON
    }

    /** Returns the output format. */
    public Format format() {
        return format;
    }
}
