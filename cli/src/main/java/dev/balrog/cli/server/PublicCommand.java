// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import dev.balrog.cli.options.AnonymousReadOptions;
import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.DeploymentOptions;
import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.HttpOptions;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.options.LoggingOptions;
import dev.balrog.cli.options.MetricsOptions;
import dev.balrog.cli.options.ServingOptions;
import dev.balrog.cli.options.SnapshotOptions;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.EnvironmentSource;
import dev.balrog.cli.run.Foreground;
import dev.balrog.cli.run.Urls;
import dev.balrog.publicapp.PublicSettings;
import dev.balrog.publicapp.signing.SigningSettings;
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
import picocli.CommandLine.ParentCommand;

/** Runs the public app. */
@Command(
        name = "public",
        abbreviateSynopsis = true,
        description = "Serve update requests, until stopped by ctrl-C or SIGTERM.",
        footerHeading =
                "%nContent signatures are configured by environment variables only, because options of a process are visible to other users:%n",
        footer = {
            "  CONTENT_SIGNATURE_PRODUCTS   products that are signed, separated by commas; GMP unless set",
            "  AUTOGRAPH_URL, _KEYID, _USERNAME, _PASSWORD",
            "                               the Autograph service that signs JSON answers, and those for GMP",
            "  AUTOGRAPH_<PRODUCT>_URL, …   the same for one product",
            "  CONTENT_SIGNATURE_KEY_FILE, _CHAIN_FILE, _X5U",
            "                               a key of this server's own, in place of Autograph"
        })
public final class PublicCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(PublicCommand.class);
    private static final String STATSD_PREFIX = "balrog.public";

    @ParentCommand
    private EnvironmentSource balrog;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private HttpOptions http;

    @Mixin
    private DeploymentOptions deployment;

    @Mixin
    private ServingOptions serving;

    @Mixin
    private AnonymousReadOptions anonymousRead;

    @Mixin
    private SnapshotOptions snapshots;

    @Mixin
    private LoggingOptions logging;

    @Mixin
    private MetricsOptions metricsOptions;

    @Mixin
    private ErrorReportingOptions errorReporting;

    @Override
    public Integer call() throws InterruptedException {
        LogSettings logSettings = logging.configure(false);
        PublicSettings settings = settings();
        ErrorReporter errors = errorReporting.start(deployment.staging());
        ServerMetrics metrics = metricsOptions.metrics(STATSD_PREFIX);
        PublicServer server = PublicServer.start(settings, logSettings, metrics, errors);
        try {
            metricsOptions
                    .serve(http.host(), InstantSource.system(), metrics, errors, server.pages())
                    .ifPresent(server::closeLater);
        } catch (IOException taken) {
            server.close();
            throw new CommandFailure(String.valueOf(taken.getMessage()), taken);
        }
        LOG.info(
                "Balrog {} serves update requests on {}",
                BuildInfo.current().version(),
                Urls.base(http.host(), server.port()));
        // Loading a snapshot takes several times the memory of the snapshot: a collection now returns it to the
        // operating system, before there is load to pause.
        System.gc();
        Foreground.run(server, () -> LOG.info("Balrog has stopped"));
        return ExitCode.OK;
    }

    private PublicSettings settings() {
        return new PublicSettings(
                database.uri(),
                http.settings(),
                deployment.urlPolicy(),
                serving.cacheControl(),
                signing(),
                snapshots.spool(balrog.environment().variables(), database.uri(), http.port()),
                deployment.versionFile(),
                snapshots.pollInterval(),
                anonymousRead.level(),
                serving.publicReleases(),
                http.grace(),
                deployment.contentChecks(),
                serving.unexplained(),
                serving.bodyCacheBytes(),
                serving.trafficOneOf());
    }

    private SigningSettings signing() {
        try {
            return SigningSettings.of(balrog.environment().variables());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }
}
