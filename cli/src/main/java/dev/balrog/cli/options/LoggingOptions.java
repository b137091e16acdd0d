// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.LogSettings;
import dev.balrog.service.Logging;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of logging. */
public final class LoggingOptions {
    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "Lowest level that is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    @Variable("LOG_LEVEL")
    private String level;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "json",
            description = "plain for plain text, anything else for mozlog JSON.")
    @Variable("LOG_FORMAT")
    private String format;

    @Option(
            names = "--request-log",
            paramLabel = "on|off",
            description = "Whether each request is logged. Default: on for the admin app, whose log shows who did"
                    + " what; off for the public app, which the load balancer logs.")
    @Variable("REQUEST_LOG")
    private @Nullable String requests;

    /**
     * Configures the logging of the process.
     *
     * @param requestsByDefault whether each request is logged if the options don't say
     * @return the settings
     * @throws InvalidOptionException if a value is invalid
     */
    public LogSettings configure(boolean requestsByDefault) {
        try {
            String logged = Objects.requireNonNullElse(requests, requestsByDefault ? "on" : "off");
            LogSettings settings = LogSettings.parse(level, format, logged);
            Logging.configure(settings);
            return settings;
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }
}
