// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.LogSettings;
import dev.balrog.service.Logging;
import picocli.CommandLine.Option;

/** What a server logs, and how. */
public final class LoggingOptions {
    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "The least severe level that is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    @Variable("LOG_LEVEL")
    private String level;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "json",
            description = "plain for text, anything else for JSON of Mozilla's logging standard.")
    @Variable("LOG_FORMAT")
    private String format;

    /**
     * Sets up the log of the process.
     *
     * @throws InvalidOptionException when the level is none
     */
    public void configure() {
        try {
            Logging.configure(LogSettings.parse(level, format, "off"));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }
}
