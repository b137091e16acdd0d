// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.transport.ObjectKind;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.ServerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Enacts scheduled changes at their scheduled time, through the admin API alone. Any number of
 * agents can work for the same server: each change is enacted once.
 */
public final class Agent implements AutoCloseable {
    /** Kinds of scheduled changes, in the order in which they are polled. */
    private static final List<ObjectKind> KINDS = List.of(
            ObjectKind.RULE,
            ObjectKind.RELEASE,
            ObjectKind.PERMISSION,
            ObjectKind.USER_ROLE,
            ObjectKind.SHUTOFF,
            ObjectKind.PRODUCT_SIGNOFF,
            ObjectKind.PERMISSION_SIGNOFF,
            ObjectKind.PIN);

    private static final Duration LAST_CHANGE = Duration.ofMinutes(2);

    private final AgentSettings settings;
    private final List<ChangeSource> sources;
    private final Round round;
    private final InstantSource clock;
    private final ErrorReporter errors;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Instant lastSuccess;
    private @Nullable Thread thread;

    /**
     * Creates an agent that does nothing before {@link #start} or {@link #runOnce}.
     *
     * @param client admin API client whose user has the permission {@code scheduled_change}
     * @param uptake source of the uptakes that changes wait for; without one, such changes are
     *     never enacted
     * @param random source of the jitter of retries
     */
    public Agent(
            AgentSettings settings,
            BalrogClient client,
            Optional<UptakeSource> uptake,
            InstantSource clock,
            RandomGenerator random,
            ServerMetrics metrics,
            ErrorReporter errors) {
        this.settings = settings;
        this.clock = clock;
        this.errors = errors;
        this.lastSuccess = clock.instant();
        this.sources = new ArrayList<>();
        KINDS.forEach(kind -> sources.add(new ObjectChanges(client.scheduledChanges(), kind)));
        sources.add(new ReleaseChanges(client.releases()));
        this.round = new Round(
                new Readiness(uptake, errors),
                new Attempts(settings.retries(), random),
                new AgentMetrics(
                        metrics, sources.stream().map(ChangeSource::kind).toList(), this::sinceLastSuccess),
                clock,
                errors,
                this::isStopping);
    }

    /** Polls all scheduled changes once, and enacts those that are due. */
    public RoundResult runOnce() {
        RoundResult result = round.run(sources);
        if (result.pollFailures() == 0) {
            lastSuccess = clock.instant();
        }
        return result;
    }

    /** Starts a thread that enacts changes when they are due, until this agent is closed. */
    public synchronized void start() {
        thread = Thread.ofPlatform().name("agent").start(this::work);
    }

    private void work() {
        while (!isStopping()) {
            try {
                runOnce();
                Instant nextLook = clock.instant().plus(settings.pollInterval());
                while (waitUntil(nextLook)) {
                    round.run(sources.stream().filter(round::isDue).toList());
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // A bug must not stop the agent.
                errors.report(e, Map.of());
                pauseAfterBug();
            }
        }
    }

    /** Waits until a known change is due or the next poll; returns whether a change is due. */
    private boolean waitUntil(Instant nextLook) throws InterruptedException {
        Optional<Instant> due = round.next().filter(nextLook::isAfter);
        Duration pause = Duration.between(clock.instant(), due.orElse(nextLook));
        // Rounded up, so that a change is not polled just before its time.
        boolean stop = stopped.await(Math.max(0, pause.toMillis()) + 1, TimeUnit.MILLISECONDS);
        return !stop && due.isPresent();
    }

    private void pauseAfterBug() {
        try {
            stopped.await(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    private boolean isStopping() {
        return stopped.getCount() == 0;
    }

    /**
     * Returns the time since the last complete poll, or since this agent was created if there was
     * none.
     */
    public Duration sinceLastSuccess() {
        return Duration.between(lastSuccess, clock.instant());
    }

    /** Returns whether a complete poll succeeded recently enough. */
    public boolean isHealthy() {
        return sinceLastSuccess().compareTo(settings.unhealthyAfter()) <= 0;
    }

    /** Finishes the change that is being enacted, if any, and stops. */
    @Override
    public void close() {
        stopped.countDown();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            try {
                running.join(LAST_CHANGE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
