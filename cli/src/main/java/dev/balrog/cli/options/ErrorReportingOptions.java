// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.BuildInfo;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.ErrorSettings;
import dev.balrog.service.SentryErrorReporter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the reports of unexpected errors. */
public final class ErrorReportingOptions {
    @Option(
            names = "--sentry-dsn",
            paramLabel = "URL",
            description = "The Sentry project to report unexpected errors to. Without it: they are only logged.")
    @Variable("SENTRY_DSN")
    private @Nullable String sentryDsn;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "What kind of server this is: Sentry groups reports by it, and the user interface shows it."
                    + " Without it: staging or production, as --staging says.")
    @Variable("ENVIRONMENT")
    private @Nullable String environment;

    /**
     * Starts error reporting.
     *
     * @throws InvalidOptionException if the URL is not a Sentry DSN
     */
    public ErrorReporter start(boolean staging) {
        return SentryErrorReporter.start(settings(staging), InstantSource.system());
    }

    /**
     * Returns the kind of server, such as {@code production}.
     *
     * @throws InvalidOptionException if the URL is not a Sentry DSN
     */
    public String environment(boolean staging) {
        return settings(staging).environment();
    }

    private ErrorSettings settings(boolean staging) {
        try {
            return ErrorSettings.parse(sentryDsn, environment, staging ? "1" : "0", BuildInfo.current());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }

    /** Creates a reporter that only writes to the log. */
    public static ErrorReporter onlyLogging() {
        return new ErrorReportingOptions().start(false);
    }
}
