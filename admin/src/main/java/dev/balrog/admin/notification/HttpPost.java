// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.admin.notification.DeliveryResult.Delivered;
import dev.balrog.admin.notification.DeliveryResult.Rejected;
import dev.balrog.admin.notification.DeliveryResult.Unavailable;
import dev.balrog.service.BoundedHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * Posts JSON. The whole response has to arrive within the timeout.
 */
final class HttpPost implements AutoCloseable {
    private static final int MAX_RESPONSE_BYTES = 65_536;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final Duration timeout;
    private final InstantSource clock;
    private final BoundedHttpClient http;

    HttpPost(Duration timeout, InstantSource clock) {
        this.timeout = timeout;
        this.clock = clock;
        this.http = new BoundedHttpClient("notification", timeout, MAX_RESPONSE_BYTES);
    }

    /** Posts a body once. */
    DeliveryResult post(URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("User-Agent", "balrog-notifications")
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return result(http.send(request.build()));
        } catch (HttpTimeoutException _) {
            return new Unavailable("no response within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            // The message may contain the URL.
            return new Unavailable("no response: " + e.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Unavailable("interrupted");
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
        http.close();
    }
}
