// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.agent.AgentSettings;
import dev.balrog.service.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the agent and of its HTTP endpoints. */
public final class AgentOptions {
    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Interval between two polls for scheduled changes. Known changes"
                    + " are enacted at their scheduled time.")
    @Variable("BALROG_AGENT_INTERVAL")
    private double intervalSeconds;

    @Option(
            names = "--once",
            description = "Enact the changes that are due, then exit; with code 1 if a poll or an enactment failed.")
    private boolean once;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to serve /__heartbeat__, /__lbheartbeat__ and /__version__ on.")
    @Variable("HOST")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9030",
            converter = HttpOptions.PortConverter.class,
            description = "Port for these; 0 for a free one.")
    @Variable("PORT")
    private int port;

    @Option(
            names = "--version-file",
            paramLabel = "FILE",
            description = "JSON file to serve as /__version__. Default: the version and commit of the build.")
    @Variable("VERSION_FILE")
    private @Nullable Path versionFile;

    @Option(
            names = "--staging",
            defaultValue = "0",
            arity = "0..1",
            fallbackValue = "1",
            paramLabel = "0|1",
            description = "Whether this is a staging server, for error reports.")
    @Variable("STAGING")
    private boolean staging;

    /**
     * Returns the settings of the agent.
     *
     * @throws InvalidOptionException if the interval is invalid
     */
    public AgentSettings settings() {
        try {
            return AgentSettings.polling(Duration.ofMillis(Math.round(intervalSeconds * 1000)));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Returns the settings of the agent's HTTP endpoints.
     *
     * @throws InvalidOptionException if the bind address is invalid
     */
    public HttpSettings http() {
        try {
            return HttpSettings.listeningOn(host, port);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }

    /** Returns the bind address. */
    public String host() {
        return host;
    }

    /** Returns whether to exit after enacting the changes that are due now. */
    public boolean once() {
        return once;
    }

    /** Returns the file with the response of {@code /__version__}; null for none. */
    public @Nullable Path versionFile() {
        return versionFile;
    }

    /** Returns whether the server is a staging server. */
    public boolean staging() {
        return staging;
    }
}
