// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.agent.AgentSettings;
import dev.balrog.service.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the agent works, and where it can be watched. */
public final class AgentOptions {
    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait between two looks for changes that were scheduled meanwhile. Those that"
                    + " are known are made when they are due.")
    @Variable("BALROG_AGENT_INTERVAL")
    private double intervalSeconds;

    @Option(
            names = "--once",
            description = "Make the changes that are due, and end: with exit code 1 if not all could be made.")
    private boolean once;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to answer /__heartbeat__, /__lbheartbeat__ and /__version__ on.")
    @Variable("HOST")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9030",
            converter = HttpOptions.PortConverter.class,
            description = "The port for that; 0 takes a free one.")
    @Variable("PORT")
    private int port;

    @Option(
            names = "--version-file",
            paramLabel = "FILE",
            description = "JSON file to answer /__version__ with. Without it: what the build knows of itself.")
    @Variable("VERSION_FILE")
    private @Nullable Path versionFile;

    @Option(
            names = "--staging",
            defaultValue = "0",
            arity = "0..1",
            fallbackValue = "1",
            paramLabel = "0|1",
            description = "Whether the server is a staging one, for error reports.")
    @Variable("STAGING")
    private boolean staging;

    /**
     * How the agent works.
     *
     * @throws InvalidOptionException when the interval makes no sense
     */
    public AgentSettings settings() {
        try {
            return AgentSettings.polling(Duration.ofMillis(Math.round(intervalSeconds * 1000)));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Where it can be watched.
     *
     * @throws InvalidOptionException when the address makes no sense
     */
    public HttpSettings http() {
        try {
            return HttpSettings.listeningOn(host, port);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }

    /** The address to listen on. */
    public String host() {
        return host;
    }

    /** Whether to end after the changes that are due now. */
    public boolean once() {
        return once;
    }

    /** The file to answer {@code /__version__} with; null for none. */
    public @Nullable Path versionFile() {
        return versionFile;
    }

    /** Whether the server is a staging one. */
    public boolean staging() {
        return staging;
    }
}
