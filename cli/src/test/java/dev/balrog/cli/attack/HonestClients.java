// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that ask at a constant rate, whatever is answered when: latency is counted from when a request was due, so
 * that a server that answers nothing for a while does not hide it.
 */
final class HonestClients implements AutoCloseable {
    private final int port;
    private final String target;
    private final boolean newConnections;
    private final Duration timeout;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean over;

    private HonestClients(int port, String target, boolean newConnections, Duration timeout) {
        this.port = port;
        this.target = target;
        this.newConnections = newConnections;
        this.timeout = timeout;
    }

    /** Starts clients that keep their connections. */
    static HonestClients keepingConnections(int port, String target, int clients, int perSecond, Duration timeout) {
        return new HonestClients(port, target, false, timeout).start(clients, perSecond);
    }

    /** Starts a probe that connects for each request, like a health check. */
    static HonestClients probe(int port, String target, int perSecond, Duration timeout) {
        return new HonestClients(port, target, true, timeout).start(1, perSecond);
    }

    private HonestClients start(int clients, int perSecond) {
        long interval = Duration.ofSeconds(clients).toNanos() / perSecond;
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> ask(interval)));
        }
        return this;
    }

    private void ask(long interval) {
        Client client = null;
        for (long due = System.nanoTime(); !over; due += interval) {
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sent.incrementAndGet();
            try {
                if (client == null) {
                    client = Client.connect(port, timeout);
                }
                int status = client.get(target);
                if (status != 200) {
                    failures.add("status " + status);
                }
                latencies.add(System.nanoTime() - due);
                if (newConnections) {
                    client.close();
                    client = null;
                }
            } catch (IOException failed) {
                failures.add(failed.toString());
                client = null;
            }
        }
    }

    /** Returns the latency that this part of all requests does not exceed. */
    Duration quantile(double part) {
        List<Long> sorted = latencies.stream().sorted().toList();
        return sorted.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(sorted.get((int) Math.min(sorted.size() - 1L, (long) (part * sorted.size()))));
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    int sent() {
        return sent.get();
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join(timeout.plusSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
