// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.admin.notification.DeliveryResult.Delivered;
import dev.balrog.admin.notification.DeliveryResult.Rejected;
import dev.balrog.admin.notification.DeliveryResult.Unavailable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts JSON. The whole response has to arrive within the timeout; redirects are not followed, so
 * that nothing is sent to a URL that nobody configured.
 */
final class HttpPost implements AutoCloseable {
    private static final long MAX_RESPONSE_BYTES = 65_536;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final Duration timeout;
    private final InstantSource clock;
    private final HttpClient http;

    HttpPost(Duration timeout, InstantSource clock) {
        this.timeout = timeout;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(task -> Thread.ofVirtual().name("notification").start(task))
                .build();
    }

    /** Posts a body once. */
    DeliveryResult post(URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("User-Agent", "balrog-notifications")
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        // The request's own timeout covers only the response head; the body could take forever.
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_RESPONSE_BYTES));
        try {
            return result(response.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return new Unavailable("no response within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            // The message may contain the URL.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Unavailable("no response: " + cause.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Unavailable("interrupted");
        } finally {
            response.cancel(true);
        }
    }

    private DeliveryResult result(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String reason = "status " + status;
        if (status / 100 == 2) {
            return new Delivered();
        }
        if (status / 100 == 5 || status == REQUEST_TIMEOUT || status == TOO_EARLY || status == TOO_MANY_REQUESTS) {
            return new Unavailable(
                    reason, response.headers().firstValue("Retry-After").flatMap(this::retryAfter));
        }
        return new Rejected(reason);
    }

    /** Returns the value of the header, as seconds or as a date (RFC 9110, 10.2.3). */
    private Optional<Duration> retryAfter(String value) {
        try {
            Duration wait = value.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            clock.instant(),
                            Instant.from(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)));
            return wait.isNegative()
                    ? Optional.empty()
                    : Optional.of(wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
