// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import dev.balrog.admin.AdminSettings;
import dev.balrog.cli.options.AdminOptions;
import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.LoggingOptions;
import dev.balrog.cli.options.MetricsOptions;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Foreground;
import dev.balrog.cli.run.Urls;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.LogSettings;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Runs the admin app. */
@Command(
        name = "admin",
        abbreviateSynopsis = true,
        description = {
            "Serve the admin API, and the console at /ui/, until stopped by ctrl-C or SIGTERM.",
            "The documentation of the API is served at /api-docs/. Grant the first user of an empty database permissions with"
                    + " balrog user grant."
        })
public final class AdminCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminCommand.class);
    private static final String STATSD_PREFIX = "balrog.admin";

    @Mixin
    private AdminOptions options;

    @Mixin
    private LoggingOptions logging;

    @Mixin
    private MetricsOptions metricsOptions;

    @Mixin
    private ErrorReportingOptions errorReporting;

    @Override
    public Integer call() throws InterruptedException {
        LogSettings logSettings = logging.configure(true);
        AdminSettings settings = options.settings(errorReporting.environment(options.staging()));
        ErrorReporter errors = errorReporting.start(options.staging());
        ServerMetrics metrics = metricsOptions.metrics(STATSD_PREFIX);
        AdminServer server = AdminServer.start(settings, logSettings, metrics, errors);
        try {
            metricsOptions
                    .serve(options.host(), InstantSource.system(), metrics, errors)
                    .ifPresent(server::closeLater);
        } catch (IOException taken) {
            server.close();
            throw new CommandFailure(String.valueOf(taken.getMessage()), taken);
        }
        LOG.info(
                "Balrog {} serves the admin API on {}",
                BuildInfo.current().version(),
                Urls.base(options.host(), server.port()));
        Foreground.run(server, () -> LOG.info("Balrog has stopped"));
        return ExitCode.OK;
    }
}
