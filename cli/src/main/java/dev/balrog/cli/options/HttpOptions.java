// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.HttpSettings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of an HTTP server. */
public final class HttpOptions {
    private static final int PUBLIC_PORT = 9_010;
    private static final int ADMIN_PORT = 7_070;
    /**
     * Longest request body, in bytes. The largest releases have a few megabytes, and a single body
     * must not exhaust a small heap.
     */
    private static final long ADMIN_BODY_BYTES =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32);
    /**
     * Connection limit: users and build systems connect to the admin app, not update clients, and
     * the bodies of all connections need memory.
     */
    private static final int ADMIN_CONNECTIONS = 2_000;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all.")
    @Variable("HOST")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "Port to listen on; 0 for a free one. Default: " + PUBLIC_PORT + " for the public app, "
                    + ADMIN_PORT + " for the admin app.")
    @Variable("PORT")
    private @Nullable Integer port;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Time limit for requests in flight when the server is stopped.")
    @Variable("BALROG_GRACE")
    private int graceSeconds;

    @Option(
            names = "--response-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Time limit for a client to receive a response; slower connections are closed.")
    @Variable("RESPONSE_TIMEOUT")
    private int responseTimeoutSeconds;

    @Option(
            names = "--event-loop-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Time for which an event loop may be blocked before the process exits with"
                    + " code 70; 0 for no limit.")
    @Variable("EVENT_LOOP_TIMEOUT")
    private int eventLoopTimeoutSeconds;

    /**
     * Returns the settings for the public app.
     *
     * @throws InvalidOptionException if the bind address is invalid
     */
    public HttpSettings settings() {
        return settings(port());
    }

    /**
     * Returns the settings for the admin app.
     *
     * @throws InvalidOptionException if the bind address is invalid
     */
    public HttpSettings adminSettings() {
        return settings(Objects.requireNonNullElse(port, ADMIN_PORT))
                .withMaxBodyBytes(ADMIN_BODY_BYTES)
                .withMaxConnections(ADMIN_CONNECTIONS);
    }

    /** Returns the settings for the public app on another port. */
    public HttpSettings settings(int otherPort) {
        try {
            return HttpSettings.listeningOn(host, otherPort)
                    .withResponseTimeout(Duration.ofSeconds(responseTimeoutSeconds))
                    .withEventLoopTimeout(Duration.ofSeconds(eventLoopTimeoutSeconds));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }

    /** Returns the grace period for requests in flight when the server is stopped. */
    public Duration grace() {
        return Duration.ofSeconds(Math.max(0, graceSeconds));
    }

    /** Returns the bind address. */
    public String host() {
        return host;
    }

    /** Returns the port of the public app; 0 for any free port. */
    public int port() {
        return Objects.requireNonNullElse(port, PUBLIC_PORT);
    }

    /** Parses a port. */
    public static final class PortConverter implements ITypeConverter<Integer> {
        private static final int HIGHEST = 65_535;

        @Override
        public Integer convert(String text) {
            try {
                int port = Integer.parseInt(text.strip());
                if (port >= 0 && port <= HIGHEST) {
                    return port;
                }
            } catch (NumberFormatException notANumber) {
                // Reported below.
            }
            throw new TypeConversionException("'" + text + "' is not a port: give a number from 0 to " + HIGHEST);
        }
    }
}
