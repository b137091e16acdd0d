// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.ClientException;
import dev.balrog.client.release.LocaleSubmission;
import dev.balrog.store.history.DirectoryObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Concurrent submission of one release's builds by many clients, with verification of the result.
 */
final class SubmissionRun {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration DELIVERED_WITHIN = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Pattern VERSION = Pattern.compile(".*/([0-9]+)-[0-9]+-[^/]*\\.json");

    private final AdminServer server;
    private final Api api;
    private final String release;
    private final List<LocaleSubmission> submissions;
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    SubmissionRun(AdminServer server, Api api, String release, List<LocaleSubmission> submissions) {
        this.server = server;
        this.api = api;
        this.release = release;
        this.submissions = List.copyOf(submissions);
    }

    /**
     * Result of a run.
     *
     * @param perSecond the accepted builds per second
     * @param medianMillis the median time to accept a build, including retries
     * @param percentile99Millis the 99th percentile of that time
     * @param answers the server's responses to all requests of this run
     * @param refused the failed submissions, with the client's messages
     * @param lost the builds that are missing in the release or differ from what was sent, by any
     *     way of reading it
     * @param missingRevisions the number of revisions missing in the history
     */
    record Result(
            double perSecond,
            double medianMillis,
            double percentile99Millis,
            Answers answers,
            List<String> refused,
            long lost,
            long missingRevisions) {}

    /** Submits all builds from this number of clients. */
    Result with(int clients) throws IOException, InterruptedException {
        Answers before = server.answers();
        long start = System.nanoTime();
        submitAll(clients);
        double seconds = (System.nanoTime() - start) / 1e9;
        Answers answers = server.answers().minus(before);
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Result(
                sorted.length / seconds,
                percentile(sorted, 0.5),
                percentile(sorted, 0.99),
                answers,
                List.copyOf(refused),
                lost(),
                missingRevisions());
    }

    private void submitAll(int clients) throws InterruptedException {
        Queue<LocaleSubmission> waiting = new ConcurrentLinkedQueue<>(submissions);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> {
                    BalrogClient client = server.client();
                    for (LocaleSubmission next = waiting.poll(); next != null; next = waiting.poll()) {
                        submit(client, next);
                    }
                }));
            }
            await(running);
            threads.shutdownNow();
        }
    }

    private static void await(List<Future<?>> running) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        for (Future<?> client : running) {
            try {
                client.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException("the clients are not done after " + LONGEST, e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a client broke down", e.getCause());
            }
        }
    }

    private void submit(BalrogClient client, LocaleSubmission build) {
        long start = System.nanoTime();
        try {
            api.submit(client, build);
            nanos.add(System.nanoTime() - start);
        } catch (ClientException e) {
            refused.add(String.valueOf(e.getMessage()));
        }
    }

    private static double percentile(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }

    private long lost() {
        long most = 0;
        for (JsonNode found : api.read(server.client(), release)) {
            most = Math.max(
                    most,
                    submissions.stream()
                            .filter(build -> !build.data()
                                    .equals(found.path("platforms")
                                            .path(build.platform())
                                            .path("locales")
                                            .path(build.locale())))
                            .count());
        }
        return most;
    }

    /**
     * Waits until the history is complete, since delivery is asynchronous, and returns the number
     * of missing revisions.
     */
    private long missingRevisions() throws InterruptedException {
        long deadline = System.nanoTime() + DELIVERED_WITHIN.toNanos();
        long missing = missing();
        while (missing > 0 && System.nanoTime() < deadline) {
            Thread.sleep(POLL);
            missing = missing();
        }
        return missing;
    }

    /** Returns the number of missing revisions. Data versions are consecutive and start at 1. */
    private long missing() {
        DirectoryObjectStore store = new DirectoryObjectStore(server.history());
        long found = 0;
        long gaps = 0;
        for (String identifier : api.identifiers(release, submissions)) {
            int[] versions = store.list(identifier + "/").stream()
                    .map(VERSION::matcher)
                    .filter(Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                    .distinct()
                    .sorted()
                    .toArray();
            int last = versions.length == 0 ? 1 : versions[versions.length - 1];
            gaps += IntStream.rangeClosed(1, last)
                    .filter(version -> Arrays.binarySearch(versions, version) < 0)
                    .count();
            found += versions.length;
        }
        return gaps + Math.max(0, api.expectedRevisions(submissions.size()) - found - gaps);
    }
}
