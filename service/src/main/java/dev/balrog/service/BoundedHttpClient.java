// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client with bounds: a whole response has to arrive within a time limit and a size limit, while
 * the timeout of {@link HttpRequest} covers only its head. Redirects are not followed, so that
 * nothing is sent to a URL that is not configured.
 */
public final class BoundedHttpClient implements AutoCloseable {
    private final String name;
    private final @Nullable Duration connectTimeout;
    private final Duration timeout;
    private final int maxBodyBytes;
    /** Created with the first request, since many apps send none. */
    private @Nullable HttpClient http;

    /**
     * Creates a client without a time limit of its own for connecting.
     *
     * @param name name of its threads
     * @param timeout time limit for a whole response
     * @param maxBodyBytes size limit for the body of a response, in bytes
     */
    public BoundedHttpClient(String name, Duration timeout, int maxBodyBytes) {
        this(name, null, timeout, maxBodyBytes);
    }

    /**
     * Creates a client.
     *
     * @param name name of its threads
     * @param connectTimeout time limit for connecting; null for that of the whole response
     * @param timeout time limit for a whole response, with connecting
     * @param maxBodyBytes size limit for the body of a response, in bytes
     */
    public BoundedHttpClient(String name, @Nullable Duration connectTimeout, Duration timeout, int maxBodyBytes) {
        this.name = name;
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Sends a request, and waits for the response.
     *
     * @throws HttpTimeoutException if the response is not complete within the time limit; {@link
     *     java.net.http.HttpConnectTimeoutException} if it is that for connecting
     * @throws IOException if there is no response, or it is too large
     */
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return sendAsync(request).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case TimeoutException _ ->
                    throw new HttpTimeoutException("no complete response within " + timeout.toMillis() + " ms");
                case IOException cause -> throw cause;
                case null, default -> throw new IOException(e.getCause());
            }
        }
    }

    /**
     * Sends a request.
     *
     * @return the response; fails with {@link TimeoutException} after the time limit, and with {@link
     *     IOException} if there is no response, or it is too large
     */
    public CompletableFuture<HttpResponse<byte[]>> sendAsync(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> response =
                client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBodyBytes));
        return response.copy()
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                // Closes the connection of a response that is given up.
                .whenComplete((_, _) -> response.cancel(true));
    }

    private synchronized HttpClient client() {
        HttpClient client = http;
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(task -> Thread.ofVirtual().name(name).start(task));
            client = (connectTimeout == null ? builder : builder.connectTimeout(connectTimeout)).build();
            http = client;
        }
        return client;
    }

    /** Gives up all requests in flight. */
    @Override
    public synchronized void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
