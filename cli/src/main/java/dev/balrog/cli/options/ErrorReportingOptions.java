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
            description = "Sentry DSN to report unexpected errors to. Default: they are only logged.")
    @Variable("SENTRY_DSN")
    private @Nullable String sentryDsn;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "Name of the environment, for Sentry and the console."
                    + " Default: staging or production, depending on --staging.")
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
