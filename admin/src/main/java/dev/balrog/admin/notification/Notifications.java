// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.change.ChangeEngine;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.notification.NotificationQueue;
import dev.balrog.store.notification.QueuedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Notifications of events to destinations. Queues events and delivers them when its tasks are run,
 * each about every {@link #INTERVAL} in a thread of its own, so that a slow destination holds up no
 * other one. Several processes on a database share the work.
 */
public final class Notifications implements AutoCloseable {
    /** Pause between two runs of a task. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Time limit of an attempt. */
    public static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private final NotificationSettings settings;
    private final String environment;
    private final InstantSource clock;
    private final EventCollector collector;
    private final List<Deliverer> deliverers = new ArrayList<>();

    /**
     * Creates notifications that do nothing before their tasks are run.
     *
     * @param environment kind of environment, such as {@code production}, as in messages
     * @param attemptTimeout time limit of an attempt to deliver an event
     * @param nanos monotonic clock, in nanoseconds
     */
    public Notifications(
            Database database,
            ChangeEngine engine,
            NotificationSettings settings,
            String environment,
            Duration attemptTimeout,
            InstantSource clock,
            LongSupplier nanos) {
        this.settings = settings;
        this.environment = environment;
        this.clock = clock;
        String owner = UUID.randomUUID().toString();
        this.collector = new EventCollector(
                database,
                engine,
                new EventBuilder(environment, settings.console(), settings.overdueAfter()),
                owner,
                clock,
                nanos);
        NotificationQueue queue = new NotificationQueue(database);
        for (Destination destination : destinations(settings, attemptTimeout, clock)) {
            deliverers.add(new Deliverer(
                    queue,
                    destination,
                    event -> isWanted(event, settings),
                    owner,
                    clock,
                    nanos,
                    RandomGenerator.getDefault()));
            LOG.info("Notifications to {}: {}", destination.id(), destination.described());
        }
    }

    private static List<Destination> destinations(
            NotificationSettings settings, Duration timeout, InstantSource clock) {
        Map<String, Destination> destinations = new LinkedHashMap<>();
        settings.webhooks().stream()
                .distinct()
                .map(webhook -> new WebhookDestination(webhook, timeout, clock))
                .forEach(destination -> destinations.put(destination.id(), destination));
        settings.slack().stream()
                .distinct()
                .map(slack -> new SlackDestination(slack, timeout, clock))
                .forEach(destination -> destinations.put(destination.id(), destination));
        settings.email()
                .map(email -> new EmailDestination(email, timeout, clock))
                .ifPresent(destination -> destinations.put(destination.id(), destination));
        return List.copyOf(destinations.values());
    }

    private static boolean isWanted(QueuedEvent event, NotificationSettings settings) {
        Set<String> products = settings.products();
        String product = event.product();
        // A newer version, which runs on the same database during a deployment, has more events.
        return NotificationEvent.byId(event.event())
                        .filter(settings.events()::contains)
                        .isPresent()
                && (products.isEmpty() || product == null || products.contains(product));
    }

    /** Returns the tasks by their names; each is to be run again and again, by one thread at a time. */
    public Map<String, Runnable> tasks() {
        Map<String, Runnable> tasks = new LinkedHashMap<>();
        tasks.put("notification-events", collector::run);
        deliverers.forEach(deliverer -> tasks.put("notification-" + deliverer.id(), deliverer::run));
        return tasks;
    }

    /** Returns the settings. */
    public NotificationSettings settings() {
        return settings;
    }

    /**
     * Returns the states of all destinations.
     *
     * @throws StoreException when the database fails
     */
    public List<DestinationStatus> destinations() {
        return deliverers.stream().map(Deliverer::status).toList();
    }

    /**
     * Sends a test notification. Blocks for as long as an attempt.
     *
     * @param who name of the user, as in the notification
     * @return empty if there is no such destination
     */
    public Optional<TestResult> test(String destination, String who) {
        return deliverers.stream()
                .filter(deliverer -> deliverer.id().equals(destination))
                .findFirst()
                .map(deliverer -> deliverer.test(testEvent(who)));
    }

    private QueuedEvent testEvent(String who) {
        long now = clock.millis();
        String id = EventText.TEST + "-" + UUID.randomUUID();
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("event", EventText.TEST)
                .put("time", now)
                .put("environment", environment)
                .put("by", who);
        settings.console().ifPresent(console -> payload.put("url", console + "/notifications"));
        return new QueuedEvent(0, id, EventText.TEST, null, payload.toString(), now);
    }

    /** Exports the metrics. */
    public void export(ServerMetrics metrics) {
        for (Deliverer deliverer : deliverers) {
            count(metrics, deliverer, "delivered", Deliverer::delivered);
            count(metrics, deliverer, "failed", Deliverer::failed);
            count(metrics, deliverer, "given_up", Deliverer::givenUp);
            metrics.gauge(
                    "balrog.notifications.oldest.age.seconds",
                    "Time since the oldest undelivered notification was queued; 0 if there is none.",
                    deliverer::oldestAgeSeconds,
                    "destination",
                    deliverer.id());
        }
    }

    private static void count(
            ServerMetrics metrics, Deliverer deliverer, String outcome, ToLongFunction<Deliverer> number) {
        metrics.countedElsewhere(
                "balrog.notifications",
                "Notifications that were delivered or given up, and failed attempts.",
                () -> number.applyAsLong(deliverer),
                "destination",
                deliverer.id(),
                "outcome",
                outcome);
    }

    /** Lets other processes continue at once. To be called after the last run of the tasks. */
    @Override
    public void close() {
        try {
            deliverers.forEach(Deliverer::close);
            collector.release();
        } catch (StoreException e) {
            LOG.debug("Other processes continue with notifications when the lease has ended", e);
        }
    }
}
