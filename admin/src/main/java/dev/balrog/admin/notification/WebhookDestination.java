// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.store.notification.QueuedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Webhook, which gets each event as signed JSON. */
final class WebhookDestination implements Destination {
    private final NotificationSettings.Webhook webhook;
    private final String id;
    private final InstantSource clock;
    private final HttpPost http;

    WebhookDestination(NotificationSettings.Webhook webhook, Duration timeout, InstantSource clock) {
        this.webhook = webhook;
        this.id = DestinationId.of("webhook", webhook.url().toString());
        this.clock = clock;
        this.http = new HttpPost(timeout, clock);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public String host() {
        return webhook.url().getHost();
    }

    @Override
    public String described() {
        return webhook.toString();
    }

    @Override
    public DeliveryResult deliver(QueuedEvent event) {
        byte[] body = event.payload().getBytes(UTF_8);
        return http.post(
                webhook.url(),
                Map.of(
                        "Idempotency-Key",
                        event.eventId() + ":" + id,
                        "X-Balrog-Event",
                        event.event(),
                        "X-Balrog-Signature",
                        WebhookSignature.header(
                                webhook.secret(), clock.instant().getEpochSecond(), body)),
                body);
    }

    @Override
    public void close() {
        http.close();
    }
}
