// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.netty.util.internal.PlatformDependent;
import java.time.Duration;

/**
 * Listen address, limits and timeouts of an {@link HttpService}.
 *
 * @param host the host name or IP address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param eventLoops number of threads that serve connections
 * @param maxInitialLineLength maximum size of a request line in bytes; a longer one is rejected
 *     with 414
 * @param maxHeaderSize maximum total size of a request's headers in bytes; more is rejected with
 *     431
 * @param maxBodyBytes maximum size of a request's body in bytes; a larger one is rejected with 413;
 *     0 rejects all bodies
 * @param requestTimeout maximum time to send a request's head, counted from its connection, and the
 *     same time again to send the body; slower connections are closed
 * @param responseTimeout maximum time for a client to receive a response; slower connections are
 *     closed
 * @param idleTimeout time for which a connection stays open between two requests
 * @param maxConnections maximum number of open connections; further ones are closed at once
 * @param maxUnsentBytes maximum number of bytes that all connections together may hold: responses
 *     that are not received yet, and pipelined requests that wait for that; beyond it, connections
 *     that hold the most are closed
 * @param eventLoopTimeout time for which an event loop may be stuck before the process is ended;
 *     zero for no limit
 */
public record HttpSettings(
        String host,
        int port,
        int eventLoops,
        int maxInitialLineLength,
        int maxHeaderSize,
        long maxBodyBytes,
        Duration requestTimeout,
        Duration responseTimeout,
        Duration idleTimeout,
        int maxConnections,
        long maxUnsentBytes,
        Duration eventLoopTimeout) {

    /** Divisor of the buffer memory for the share of unsent bytes; the rest holds received data. */
    private static final int UNSENT_SHARE = 4;

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a setting is invalid; the message names it and the valid
     *     values
     */
    public HttpSettings {
        require(!host.isBlank(), "The host to listen on is empty: give an address such as 127.0.0.1 or 0.0.0.0.");
        require(port >= 0 && port <= 65_535, "Port " + port + " does not exist: give 1 to 65535, or 0 for a free one.");
        require(eventLoops > 0, "There must be at least one event loop, not " + eventLoops + ".");
        require(maxInitialLineLength >= 256, "Request lines of 256 bytes at least must be allowed.");
        require(maxHeaderSize >= 256, "Request headers of 256 bytes at least must be allowed.");
        require(maxBodyBytes >= 0, "The largest request body is a number of bytes, or 0 to reject bodies.");
        require(requestTimeout.isPositive(), "The request timeout must be longer than zero.");
        require(responseTimeout.isPositive(), "The response timeout must be longer than zero.");
        require(idleTimeout.isPositive(), "The idle timeout must be longer than zero.");
        require(maxConnections > 0, "At least one connection must be allowed, not " + maxConnections + ".");
        require(maxUnsentBytes > 0, "The limit of unsent response bytes must be positive.");
        require(!eventLoopTimeout.isNegative(), "The event loop timeout is a number of seconds, or 0 for none.");
    }

    /**
     * Returns settings for a server in production: one event loop per core, and small bodies only.
     */
    public static HttpSettings listeningOn(String host, int port) {
        return new HttpSettings(
                host,
                port,
                Runtime.getRuntime().availableProcessors(),
                8_192,
                16_384,
                65_536,
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(75),
                Math.min(50_000, FileDescriptors.forConnections()),
                PlatformDependent.estimateMaxDirectMemory() / UNSENT_SHARE,
                Duration.ofSeconds(30));
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
                responseTimeout,
                idleTimeout,
                maxConnections,
                maxUnsentBytes,
                eventLoopTimeout);
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
                responseTimeout,
                idleTimeout,
                maxConnections,
                maxUnsentBytes,
                eventLoopTimeout);
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
                responseTimeout,
                idle,
                maxConnections,
                maxUnsentBytes,
                eventLoopTimeout);
    }

    public HttpSettings withResponseTimeout(Duration response) {
        return new HttpSettings(
                host,
                port,
                eventLoops,
                maxInitialLineLength,
                maxHeaderSize,
                maxBodyBytes,
                requestTimeout,
                response,
                idleTimeout,
                maxConnections,
                maxUnsentBytes,
                eventLoopTimeout);
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
                responseTimeout,
                idleTimeout,
                connections,
                maxUnsentBytes,
                eventLoopTimeout);
    }

    public HttpSettings withMaxUnsentBytes(long bytes) {
        return new HttpSettings(
                host,
                port,
                eventLoops,
                maxInitialLineLength,
                maxHeaderSize,
                maxBodyBytes,
                requestTimeout,
                responseTimeout,
                idleTimeout,
                maxConnections,
                bytes,
                eventLoopTimeout);
    }

    public HttpSettings withEventLoopTimeout(Duration timeout) {
        return new HttpSettings(
                host,
                port,
                eventLoops,
                maxInitialLineLength,
                maxHeaderSize,
                maxBodyBytes,
                requestTimeout,
                responseTimeout,
                idleTimeout,
                maxConnections,
                maxUnsentBytes,
                timeout);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
