// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import picocli.CommandLine.Option;

/** For whom a command prints its results. */
public final class OutputOptions {
    /** After the options of the command itself. */
    private static final int LAST = 190;

    @Option(
            order = LAST,
            names = "--output",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "table for people, json for programs.")
    @Variable("BALROG_OUTPUT")
    private Format format;

    /** What results look like. */
    public enum Format {
        TABLE,
        JSON
    }

    /** What results look like. */
    public Format format() {
        return format;
    }
}
