// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Simulated clients with an open workload: they send requests at a constant rate, regardless of the
 * responses, and check each response.
 */
public final class Traffic implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final long SECOND = 1_000_000_000L;

    private final String root;
    private final List<Probe> probes;
    private final long pauseNanos;
    private final Tally tally = new Tally();
    private final HttpClient http;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread clock = Thread.ofPlatform().name("traffic").unstarted(this::run);
    private volatile boolean closed;
    /** Addresses of apps that are broken on purpose. */
    private volatile List<String> bad = List.of();

    private Traffic(String root, List<Probe> probes, int perSecond) {
        this.root = root;
        this.probes = List.copyOf(probes);
        this.pauseNanos = SECOND / perSecond;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /**
     * Starts sending.
     *
     * @param root the prefix of URLs
     * @param probes the requests, sent cyclically
     */
    public static Traffic start(String root, List<Probe> probes, int perSecond) {
        Traffic traffic = new Traffic(root, probes, perSecond);
        traffic.clock.start();
        return traffic;
    }

    /** Returns the results of the requests. */
    public Tally tally() {
        return tally;
    }

    /**
     * Expects these apps to respond wrongly without an update from now on, since they are broken on
     * purpose.
     *
     * @param addresses their hosts and ports
     */
    public void expectBad(List<String> addresses) {
        bad = List.copyOf(addresses);
    }

    private void run() {
        long next = System.nanoTime();
        for (long number = 0; !closed; number++) {
            Probe probe = probes.get((int) (number % probes.size()));
            clients.execute(() -> ask(probe));
            next += pauseNanos;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void ask(Probe probe) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + probe.target()))
                .timeout(TIMEOUT)
                .build();
        long asked = System.nanoTime();
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            tally.failed(probe.target() + ": " + e);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        judge(probe, response, asked, System.nanoTime());
    }

    private void judge(Probe probe, HttpResponse<String> response, long asked, long answered) {
        if (response.statusCode() != 200) {
            tally.failed(probe.target() + ": status " + response.statusCode() + " by " + servedBy(response));
            return;
        }
        String fault = probe.fault(response.body(), asked, answered);
        if (fault.isEmpty()) {
            tally.right(servedBy(response).contains(","));
        } else if (isBad(servedBy(response)) && !Probe.isUpdate(response.body())) {
            tally.expectedOfCanary();
        } else {
            tally.wrong(probe.target() + " by " + servedBy(response) + ": " + fault);
        }
    }

    private boolean isBad(String servedBy) {
        return bad.stream().anyMatch(servedBy::endsWith);
    }

    /** Returns the addresses of the apps that were tried; the last one responded. */
    private static String servedBy(HttpResponse<String> response) {
        return response.headers().firstValue("X-Served-By").orElse("nobody");
    }

    /** Stops sending; returns when all requests are complete. */
    @Override
    public void close() {
        closed = true;
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.close();
        http.close();
    }
}
