// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import dev.balrog.agent.Agent;
import dev.balrog.agent.AgentEndpoints;
import dev.balrog.agent.RoundResult;
import dev.balrog.cli.options.AdminServerOptions;
import dev.balrog.cli.options.AgentOptions;
import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.options.LoggingOptions;
import dev.balrog.cli.options.MetricsOptions;
import dev.balrog.cli.options.UptakeOptions;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Foreground;
import dev.balrog.cli.run.Urls;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.MetricsEndpoint;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Runs the agent. */
@Command(
        name = "agent",
        abbreviateSynopsis = true,
        description = {
            "Enact scheduled changes at their scheduled time, until stopped by ctrl-C or SIGTERM.",
            "The agent uses only the admin API; its account needs the permission scheduled_change."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:Stopped; with --once: all due changes are enacted.",
            "1:It can't start; with --once: a poll or an enactment failed.",
            "2:An option is invalid or missing."
        })
public final class AgentCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);
    private static final String STATSD_PREFIX = "balrog.agent";
    private static final RandomGenerator RANDOM =
            () -> ThreadLocalRandom.current().nextLong();

    @Mixin
    private AdminServerOptions server;

    @Mixin
    private AgentOptions options;

    @Mixin
    private UptakeOptions uptake;

    @Mixin
    private LoggingOptions logging;

    @Mixin
    private MetricsOptions metricsOptions;

    @Mixin
    private ErrorReportingOptions errorReporting;

    @Override
    public Integer call() throws InterruptedException {
        logging.configure(false);
        if (!server.hasTokens()) {
            throw new InvalidOptionException("the agent needs a token to enact changes: give --client-id with its"
                    + " secret, or a token by the variable BALROG_TOKEN");
        }
        try (ErrorReporter errors = errorReporting.start(options.staging());
                ServerMetrics metrics = metricsOptions.metrics(STATSD_PREFIX)) {
            InstantSource clock = InstantSource.system();
            Agent agent =
                    new Agent(options.settings(), server.client(), uptake.source(), clock, RANDOM, metrics, errors);
            if (options.once()) {
                RoundResult result = agent.runOnce();
                LOG.info(
                        "Enacted {}, found {} enacted, {} not ready, {} edited meanwhile, {} failed",
                        result.enacted(),
                        result.elsewhere(),
                        result.waiting(),
                        result.outdated(),
                        result.failed());
                return result.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
            }
            serve(agent, clock, metrics, errors);
        }
        return ExitCode.OK;
    }

    private void serve(Agent agent, InstantSource clock, ServerMetrics metrics, ErrorReporter errors)
            throws InterruptedException {
        AgentEndpoints endpoints;
        Optional<MetricsEndpoint> scraped;
        try {
            endpoints = AgentEndpoints.start(options.http(), agent, options.versionFile(), clock, errors);
        } catch (IOException taken) {
            throw new CommandFailure(String.valueOf(taken.getMessage()), taken);
        }
        try {
            scraped = metricsOptions.serve(options.host(), clock, metrics, errors);
        } catch (IOException taken) {
            endpoints.close();
            throw new CommandFailure(String.valueOf(taken.getMessage()), taken);
        }
        agent.start();
        LOG.info(
                "Balrog agent {} enacts scheduled changes, and serves health checks on {}",
                BuildInfo.current().version(),
                Urls.base(options.host(), endpoints.port()));
        AutoCloseable all = () -> {
            agent.close();
            scraped.ifPresent(MetricsEndpoint::close);
            endpoints.close();
            metrics.close();
            errors.close();
        };
        Foreground.run(all, () -> LOG.info("The Balrog agent has stopped"));
    }
}
