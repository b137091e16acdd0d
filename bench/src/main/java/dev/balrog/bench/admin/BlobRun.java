// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import dev.balrog.client.error.ClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Concurrent run with one large release per client. */
final class BlobRun {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int PLATFORMS = 8;
    private static final int LOCALES = 100;

    private final AdminServer server;
    private final Api api;
    private final int clients;
    private final int bytes;
    private final List<ObjectNode> platforms;

    /** Creates a run with releases of this size. */
    BlobRun(AdminServer server, Api api, int clients, int bytes) {
        this.server = server;
        this.api = api;
        this.clients = clients;
        this.bytes = bytes;
        this.platforms = List.of(platforms(0), platforms(1));
    }

    /** Operation of each client on its release. */
    enum Step {
        CREATE,
        REPLACE,
        READ
    }

    /**
     * Result of a step.
     *
     * @param seconds the time until all clients finished
     * @param slowestSeconds the time of the slowest client
     * @param answers the server's responses to all requests of this step
     * @param refused the failed operations, with the client's messages
     */
    record Result(double seconds, double slowestSeconds, Answers answers, List<String> refused) {}

    /** Returns the size of a release. */
    int bytes() {
        return release(0, 0).toString().length();
    }

    /** Runs a step in all clients concurrently, each with its own release. */
    Result all(Step step) throws IOException, InterruptedException {
        Answers before = server.answers();
        Queue<Long> nanos = new ConcurrentLinkedQueue<>();
        Queue<String> refused = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            IntStream.range(0, clients)
                    .forEach(i -> running.add(threads.submit(() -> {
                        long began = System.nanoTime();
                        try {
                            one(step, i).ifPresent(refused::add);
                        } catch (ClientException e) {
                            refused.add(String.valueOf(e.getMessage()));
                        }
                        nanos.add(System.nanoTime() - began);
                    })));
            await(running);
            threads.shutdownNow();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double slowest = nanos.stream().mapToLong(Long::longValue).max().orElse(0) / 1e9;
        return new Result(seconds, slowest, server.answers().minus(before), List.copyOf(refused));
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

    /**
     * Runs a step in one client.
     *
     * @return a description of the failure; empty for success
     */
    private Optional<String> one(Step step, int client) {
        String name = name(client);
        switch (step) {
            case CREATE -> api.submit(server.client(), name, release(client, 0));
            case REPLACE -> api.submit(server.client(), name, release(client, 1));
            case READ -> {
                for (JsonNode read : api.read(server.client(), name)) {
                    if (!read.equals(release(client, 1))) {
                        return Optional.of(name + " is not what was sent");
                    }
                }
            }
        }
        return Optional.empty();
    }

    private String name(int client) {
        return "Firefox-large-" + api.name().toLowerCase(Locale.ROOT) + "-" + client;
    }

    private ObjectNode release(int client, int revision) {
        ObjectNode release = JsonNodeFactory.instance.objectNode();
        release.put("name", name(client)).put("schema_version", 9).put("hashFunction", "sha512");
        release.set("platforms", platforms.get(revision));
        return release;
    }

    private ObjectNode platforms(int revision) {
        SplittableRandom random = new SplittableRandom(revision);
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        int each = bytes / (PLATFORMS * LOCALES);
        for (int platform = 0; platform < PLATFORMS; platform++) {
            String target = "Linux_x86_64-gcc3-" + platform;
            ObjectNode locales = all.putObject(target).putObject("locales");
            for (int locale = 0; locale < LOCALES; locale++) {
                locales.set("l" + locale, Submissions.build(target, "l" + locale, each, random));
            }
        }
        return all;
    }
}
