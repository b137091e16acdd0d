// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.client.error.UnreachableException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Sends HTTP requests and reads complete responses, without interpreting their contents. */
public final class HttpTransport {
    public static final JsonMapper JSON = new JsonMapper();

    /** Media type of responses with lines of JSON. */
    public static final String JSON_LINES = "application/x-ndjson";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final long MAX_ANSWER_BYTES = 512L << 20;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(1);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final Duration timeout;

    /**
     * HTTP request. Its string omits headers and body, which may contain secrets.
     *
     * @param lines receives each line of a response with lines of JSON as it arrives, but for the last
     *     one, which is the body of the {@link Reply}; null for responses that are read as a whole
     */
    public record Request(
            String method,
            URI uri,
            Map<String, String> headers,
            @Nullable String body,
            @Nullable Consumer<String> lines) {
        /** Creates a request whose response is read as a whole. */
        public Request(String method, URI uri, Map<String, String> headers, @Nullable String body) {
            this(method, uri, headers, body, null);
        }

        /** Returns whether the request is idempotent. */
        boolean isIdempotent() {
            return !method.equals("POST");
        }

        @Override
        public String toString() {
            return method + " " + uri;
        }
    }

    /** Complete HTTP response. */
    public record Reply(int status, java.net.http.HttpHeaders headers, String body) {
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Returns whether a retry may succeed and is safe. */
        boolean isWorthRepeating(boolean idempotent) {
            return switch (status) {
                case TOO_MANY_REQUESTS -> true;
                case 502, 503, 504 -> idempotent;
                default -> false;
            };
        }

        Optional<Duration> retryAfter() {
            return headers.firstValue("Retry-After")
                    .filter(text -> text.matches("[0-9]{1,6}"))
                    .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                    .map(wait -> wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
        }
    }

    public HttpTransport(Duration timeout) {
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(task -> Thread.ofVirtual().name("balrog-client").start(task))
                .build();
    }

    /**
     * Sends a request, and retries it after transport failures and retryable responses if that is
     * safe.
     *
     * @throws UnreachableException if the last attempt got no response
     */
    public Reply sendRetrying(Request request, ClientSettings settings) {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == settings.attempts();
            Duration pause = settings.backoff().after(attempt, settings.random());
            try {
                Reply reply = send(request);
                if (last || !reply.isWorthRepeating(request.isIdempotent())) {
                    return reply;
                }
                pause = reply.retryAfter().orElse(pause);
            } catch (UnreachableException e) {
                boolean neverSent = e.getCause() instanceof ConnectException;
                if (last || !(request.isIdempotent() || neverSent)) {
                    throw e;
                }
            }
            sleep(settings.sleeper(), pause);
        }
    }

    Reply send(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .method(
                        request.method(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        // HttpRequest's own timeout ends with the response headers and does not cover the body.
        CompletableFuture<HttpResponse<String>> response =
                http.sendAsync(builder.build(), BodyHandlers.limiting(body(request.lines()), MAX_ANSWER_BYTES));
        try {
            HttpResponse<String> answer = response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Reply(answer.statusCode(), answer.headers(), answer.body());
        } catch (TimeoutException e) {
            throw new UnreachableException(request + ": no response within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unreachable(request, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            response.cancel(true);
        }
    }

    private static BodyHandler<String> body(@Nullable Consumer<String> lines) {
        BodyHandler<String> whole = BodyHandlers.ofString(UTF_8);
        return head -> lines != null
                        && head.headers()
                                .firstValue("Content-Type")
                                .filter(type -> type.startsWith(JSON_LINES))
                                .isPresent()
                ? BodySubscribers.fromLineSubscriber(new LastLine(lines), LastLine::text, UTF_8, null)
                : whole.apply(head);
    }

    private static UnreachableException unreachable(Request request, Throwable cause) {
        String why = switch (cause) {
            case HttpTimeoutException _ -> "no connection in time";
            case ConnectException _ -> "no connection";
            default -> String.valueOf(cause.getMessage());
        };
        return new UnreachableException(request + ": " + why, cause);
    }

    public static void sleep(Sleeper sleeper, Duration time) {
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static UnreachableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UnreachableException("interrupted while waiting for the server", e);
    }
}
