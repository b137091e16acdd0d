// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.serving;

import dev.balrog.core.snapshot.SnapshotStatus;
import dev.balrog.service.BoundedHttpClient;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the public apps what they serve. A host name with several addresses, such as that of a
 * headless service of Kubernetes, stands for one app at each.
 */
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
            List<CompletableFuture<PublicAppStatus>> questions =
                    metrics.stream().flatMap(this::askEach).toList();
            last = questions.stream().map(CompletableFuture::join).toList();
            askedAt = clock.instant();
        }
        return last;
    }

    private Stream<CompletableFuture<PublicAppStatus>> askEach(URI base) {
        int port = base.getPort() < 0 ? 80 : base.getPort();
        try {
            return addresses(base.getHost()).stream().map(host -> ask(host + ":" + port));
        } catch (UnknownHostException e) {
            return Stream.of(CompletableFuture.completedFuture(
                    new PublicAppStatus.Failed(base.getHost() + ":" + port, "the host name can't be resolved")));
        }
    }

    private static List<String> addresses(String host) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        // An app with addresses of both kinds is one app.
        List<InetAddress> old =
                Stream.of(all).filter(Inet4Address.class::isInstance).toList();
        List<String> hosts = new ArrayList<>();
        for (InetAddress address : old.isEmpty() ? List.of(all) : old) {
            String text = address.getHostAddress();
            hosts.add(address instanceof Inet4Address ? text : "[" + text + "]");
        }
        return hosts;
    }

    private CompletableFuture<PublicAppStatus> ask(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/snapshot"))
                .build();
        return http.sendAsync(request)
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
