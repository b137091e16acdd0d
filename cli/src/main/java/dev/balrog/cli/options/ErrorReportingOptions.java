// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.BuildInfo;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.ErrorSettings;
import dev.balrog.service.SentryErrorReporter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where errors go that nobody expected. */
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
     * Starts reporting.
     *
     * @throws InvalidOptionException when the address is none of Sentry's
     */
    public ErrorReporter start(boolean staging) {
        return SentryErrorReporter.start(settings(staging), InstantSource.system());
    }

    /**
     * What kind of server this is, such as {@code production}.
     *
     * @throws InvalidOptionException when the address is none of Sentry's
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

    /** Reports to the log alone. */
    public static ErrorReporter onlyLogging() {
        return new ErrorReportingOptions().start(false);
    }
}
