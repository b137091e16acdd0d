// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.time.Duration;

/**
 * How an {@link HttpService} listens and what it tolerates from its clients.
 *
 * @param host the address or name to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param eventLoops how many threads serve connections
 * @param maxInitialLineLength bytes that a request line may have; a longer one is answered with 414
 * @param maxHeaderSize bytes that a request's headers may have together; more is answered with 431
 * @param maxBodyBytes bytes that a request's body may have; a larger one is answered with 413, and 0 refuses bodies
 * @param requestTimeout how long a client may take to send a request's head, counted from its connection, and as long
 *     again to send the body; slower connections are closed
 * @param idleTimeout how long a connection stays open between two requests
 * @param maxConnections how many connections may be open at once; further ones are closed at once
 */
public record HttpSettings(
        String host,
        int port,
        int eventLoops,
        int maxInitialLineLength,
        int maxHeaderSize,
        long maxBodyBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        int maxConnections) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException naming the setting that makes no sense, and what would
     */
    public HttpSettings {
        require(!host.isBlank(), "The host to listen on is empty: give an address such as 127.0.0.1 or 0.0.0.0.");
        require(port >= 0 && port <= 65_535, "Port " + port + " does not exist: give 1 to 65535, or 0 for a free one.");
        require(eventLoops > 0, "There must be at least one event loop, not " + eventLoops + ".");
        require(maxInitialLineLength >= 256, "Request lines of 256 bytes at least must be allowed.");
        require(maxHeaderSize >= 256, "Request headers of 256 bytes at least must be allowed.");
        require(maxBodyBytes >= 0, "The largest request body is a number of bytes, or 0 to refuse bodies.");
        require(requestTimeout.isPositive(), "The request timeout must be longer than zero.");
        require(idleTimeout.isPositive(), "The idle timeout must be longer than zero.");
        require(maxConnections > 0, "At least one connection must be allowed, not " + maxConnections + ".");
    }

    /** Settings for a server in production: one event loop per core, and room for small bodies only. */
    public static HttpSettings listeningOn(String host, int port) {
        return new HttpSettings(
                host,
                port,
                Runtime.getRuntime().availableProcessors(),
                8_192,
                16_384,
                65_536,
                Duration.ofSeconds(15),
                Duration.ofSeconds(75),
                50_000);
    }

    public HttpSettings withEventLoops(int count) {
        return new HttpSettings(
                host,
                port,
                count,
                maxInitialLineLength,
                maxHeaderSize,
                maxBodyBytes,
                requestTimeout,
                idleTimeout,
                maxConnections);
    }

    public HttpSettings withMaxBodyBytes(long bytes) {
        return new HttpSettings(
                host,
                port,
                eventLoops,
                maxInitialLineLength,
                maxHeaderSize,
                bytes,
                requestTimeout,
                idleTimeout,
                maxConnections);
    }

    public HttpSettings withTimeouts(Duration request, Duration idle) {
        return new HttpSettings(
                host,
                port,
                eventLoops,
                maxInitialLineLength,
                maxHeaderSize,
                maxBodyBytes,
                request,
                idle,
                maxConnections);
    }

    public HttpSettings withMaxConnections(int connections) {
        return new HttpSettings(
                host,
                port,
                eventLoops,
                maxInitialLineLength,
                maxHeaderSize,
                maxBodyBytes,
                requestTimeout,
                idleTimeout,
                connections);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
