// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.ObjectKind;
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
 * Makes scheduled changes when they are due, through the admin API alone. Any number of agents can work for the same
 * server: each change is made once.
 */
public final class Agent implements AutoCloseable {
    /** In this order they are looked at. */
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
     * An agent that does nothing yet.
     *
     * @param client whose user has the permission {@code scheduled_change}
     * @param uptake where uptakes come from that changes wait for; empty: such changes are never made
     * @param random spreads the pauses between attempts
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

    /** Looks at all scheduled changes once, and makes those that are due. */
    public RoundResult runOnce() {
        RoundResult result = round.run(sources);
        if (result.pollFailures() == 0) {
            lastSuccess = clock.instant();
        }
        return result;
    }

    /** Goes on making changes when they are due, in a thread of its own, until closed. */
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
                // A bug, which must not be the end of all scheduled changes.
                errors.report(e, Map.of());
                pauseAfterBug();
            }
        }
    }

    /** Waits until something is known to be due, or for the next look at all; whether it is the former. */
    private boolean waitUntil(Instant nextLook) throws InterruptedException {
        Optional<Instant> due = round.next().filter(nextLook::isAfter);
        Duration pause = Duration.between(clock.instant(), due.orElse(nextLook));
        // Rounded up, so that a change is not looked at just before its time.
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

    /** How long ago all scheduled changes were seen; since the agent was made, if never. */
    public Duration sinceLastSuccess() {
        return Duration.between(lastSuccess, clock.instant());
    }

    /** Whether scheduled changes have been seen lately. */
    public boolean isHealthy() {
        return sinceLastSuccess().compareTo(settings.unhealthyAfter()) <= 0;
    }

    /** Finishes the change that is being made, if any, and stops. */
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
