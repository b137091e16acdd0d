// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.notification.DestinationStatus;
import dev.balrog.admin.notification.NotificationEvent;
import dev.balrog.admin.notification.Notifications;
import dev.balrog.admin.notification.TestResult;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.service.ConcurrencyLimiter;
import dev.balrog.service.Problem;
import dev.balrog.store.notification.ConsumerState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of the destinations of notifications. */
final class NotificationHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationHandlers.class);

    /** One test at a time, because each may take as long as an attempt. */
    private static final ConcurrencyLimiter.Limits LIMITS = new ConcurrencyLimiter.Limits(1, 4, Duration.ofSeconds(2));

    private final ChangeEngine engine;
    private final Optional<Notifications> notifications;
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(LIMITS);

    NotificationHandlers(ChangeEngine engine, Optional<Notifications> notifications) {
        this.engine = engine;
        this.notifications = notifications;
    }

    Reply list(Call call) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode events = json.putArray("events");
        ArrayNode products = json.putArray("products");
        ArrayNode destinations = json.putArray("destinations");
        notifications.ifPresent(all -> {
            all.settings().events().stream().sorted().map(NotificationEvent::id).forEach(events::add);
            all.settings().products().stream().sorted().forEach(products::add);
            all.destinations().forEach(destination -> destinations.add(json(destination)));
        });
        return Reply.json(json);
    }

    private static ObjectNode json(DestinationStatus destination) {
        Optional<ConsumerState> stored = destination.stored();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", destination.id())
                .put("kind", destination.kind())
                .put("host", destination.host())
                .put("oldest_undelivered", millis(destination.oldest()))
                .put("failures", stored.map(ConsumerState::failures).orElse(0))
                .put(
                        "failing_since",
                        stored.map(state -> nonZero(state.failingSince())).orElse(null))
                .put(
                        "next_attempt",
                        stored.map(state -> nonZero(state.retryAt())).orElse(null));
        DestinationStatus.Local local = destination.local();
        json.putObject("this_app")
                .put("last_delivered", millis(local.lastDelivered()))
                .put("last_attempt", millis(local.lastAttempt()))
                .put("last_error", local.lastError().orElse(null))
                .put("delivered", local.delivered())
                .put("failed", local.failed())
                .put("given_up", local.givenUp());
        return json;
    }

    private static @Nullable Long millis(OptionalLong time) {
        return time.isPresent() ? time.getAsLong() : null;
    }

    private static @Nullable Long nonZero(long time) {
        return time == 0 ? null : time;
    }

    Reply test(Call call) throws InterruptedException {
        String who = call.requireUser().name();
        String destination = call.text("destination");
        if (!engine.read(reading -> reading.isAdmin(who))) {
            throw ChangeRejectedException.denied(who + " is not allowed to send test notifications");
        }
        if (!limiter.tryAcquire()) {
            throw new ProblemException(
                    new Problem(503, "Service Unavailable", "Other test notifications are being sent; retry later."));
        }
        try {
            TestResult result = notifications
                    .flatMap(all -> all.test(destination, who))
                    .orElseThrow(() -> Rejections.notFound("Destination does not exist"));
            LOG.info(
                    "{} sent a test notification to {}: {}",
                    who,
                    destination,
                    result.error().orElse("delivered"));
            return Reply.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("delivered", result.error().isEmpty())
                    .put("error", result.error().orElse(null)));
        } finally {
            limiter.release();
        }
    }
}
