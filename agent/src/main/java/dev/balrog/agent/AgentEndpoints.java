// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.service.Answer;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.DockerflowEndpoints;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.HttpService;
import dev.balrog.service.HttpSettings;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** HTTP endpoints for monitoring an agent. */
public final class AgentEndpoints implements AutoCloseable {
    private static final Duration UNUSED = Duration.ofSeconds(1);
    private static final int UNHEALTHY = 502;
    private static final int NOT_FOUND = 404;

    private final Agent agent;
    private final DockerflowEndpoints dockerflow;
    private final HttpService http;

    private AgentEndpoints(
            HttpSettings settings, Agent agent, @Nullable Path versionFile, InstantSource clock, ErrorReporter errors)
            throws IOException {
        this.agent = agent;
        this.dockerflow = new DockerflowEndpoints(() -> "", UNUSED, versionFile, BuildInfo.current());
        this.http = HttpService.start(settings.withEventLoops(1).withMaxBodyBytes(0), clock, this::handle, errors);
    }

    /**
     * Starts the HTTP server.
     *
     * @param versionFile JSON file with the response for {@code /__version__}; null for the build's
     *     own version
     * @throws IOException if the server can't listen on the address; the message names the address
     *     and the reason
     */
    public static AgentEndpoints start(
            HttpSettings settings, Agent agent, @Nullable Path versionFile, InstantSource clock, ErrorReporter errors)
            throws IOException {
        return new AgentEndpoints(settings, agent, versionFile, clock, errors);
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case DockerflowEndpoints.HEARTBEAT -> heartbeat().send(request);
            case DockerflowEndpoints.LB_HEARTBEAT -> dockerflow.lbHeartbeat(request);
            case DockerflowEndpoints.VERSION -> dockerflow.version(request);
            case null, default -> Answer.text(NOT_FOUND, "Not Found").send(request);
        }
    }

    private Answer heartbeat() {
        long seconds = agent.sinceLastSuccess().toSeconds();
        return agent.isHealthy()
                ? Answer.text(200, "All scheduled changes were read " + seconds + " s ago.")
                : Answer.text(UNHEALTHY, "Scheduled changes have not been read for " + seconds + " s.");
    }

    /** Returns the port on which the server listens. */
    public int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.close();
    }
}
