// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.serving;

import dev.balrog.core.snapshot.SnapshotStatus;
import dev.balrog.service.BoundedHttpClient;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks the public apps what they serve. */
public final class PublicApps implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_ANSWER_BYTES = 1 << 16;

    /** Age up to which answers are used again, so that many open pages do not multiply questions. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private final List<URI> metrics;
    private final InstantSource clock;
    private final BoundedHttpClient http = new BoundedHttpClient("public-apps", TIMEOUT, MAX_ANSWER_BYTES);

    private Instant askedAt = Instant.EPOCH;
    private List<PublicAppStatus> last = List.of();

    /**
     * Creates the questioner; nothing is asked yet.
     *
     * @param metrics base URLs of the ports on which the apps serve their metrics
     */
    public PublicApps(List<URI> metrics, InstantSource clock) {
        this.metrics = List.copyOf(metrics);
        this.clock = clock;
    }

    /** Returns whether it is configured which apps there are. */
    public boolean isConfigured() {
        return !metrics.isEmpty();
    }

    /** Returns what each app answers, within two seconds. */
    public synchronized List<PublicAppStatus> ask() {
        if (metrics.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        if (now.isBefore(askedAt) || now.isAfter(askedAt.plus(FRESH))) {
            List<CompletableFuture<PublicAppStatus>> questions = metrics.stream()
                    .flatMap(PublicAppAddress::of)
                    .map(this::ask)
                    .toList();
            last = questions.stream().map(CompletableFuture::join).toList();
            askedAt = clock.instant();
        }
        return last;
    }

    private CompletableFuture<PublicAppStatus> ask(PublicAppAddress app) {
        String address = app.text();
        if (!app.isResolved()) {
            return CompletableFuture.completedFuture(
                    new PublicAppStatus.Failed(address, "the host name can't be resolved"));
        }
        return http.sendAsync(HttpRequest.newBuilder(app.page("/snapshot")).build())
                .thenApply(answer -> read(address, answer))
                .exceptionally(failure -> new PublicAppStatus.Failed(address, reason(failure)));
    }

    private PublicAppStatus read(String address, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            return new PublicAppStatus.Failed(address, "status " + answer.statusCode());
        }
        try {
            SnapshotStatus snapshot = SnapshotStatus.of(JsonMapper.shared().readTree(answer.body()));
            return new PublicAppStatus.Answered(address, snapshot, Duration.between(clock.instant(), snapshot.at()));
        } catch (JacksonException | IllegalArgumentException e) {
            return new PublicAppStatus.Failed(address, "its answer is not the status of a snapshot");
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case TimeoutException _ -> "no answer within " + TIMEOUT.toSeconds() + " seconds";
            case ConnectException _ -> "can't connect";
            default -> "can't be asked: " + cause.getClass().getSimpleName();
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
