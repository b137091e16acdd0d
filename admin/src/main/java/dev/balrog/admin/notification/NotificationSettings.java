// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of notifications.
 *
 * @param webhooks destinations that get signed JSON
 * @param slack incoming webhooks of Slack
 * @param email e-mail; empty for none
 * @param events events that are delivered
 * @param products products whose events are delivered; empty for all. Events that concern all
 *     products are always delivered
 * @param overdueAfter time after which a due change that is not enacted is overdue
 * @param console base URL of the console for links, without a trailing slash; empty for no links
 */
public record NotificationSettings(
        List<Webhook> webhooks,
        List<Slack> slack,
        Optional<Email> email,
        Set<NotificationEvent> events,
        Set<String> products,
        Duration overdueAfter,
        Optional<URI> console) {
    /** Default time after which a change is overdue. */
    public static final Duration OVERDUE_AFTER = Duration.ofMinutes(15);

    /** No destinations. */
    public static final NotificationSettings NONE = new NotificationSettings(
            List.of(),
            List.of(),
            Optional.empty(),
            EnumSet.allOf(NotificationEvent.class),
            Set.of(),
            OVERDUE_AFTER,
            Optional.empty());

    public NotificationSettings {
        webhooks = List.copyOf(webhooks);
        slack = List.copyOf(slack);
        events = Set.copyOf(events);
        products = Set.copyOf(products);
    }

    /** Returns whether there is any destination. */
    public boolean isEnabled() {
        return !webhooks.isEmpty() || !slack.isEmpty() || email.isPresent();
    }

    /**
     * Webhook. Its string form has neither the path of the URL nor the secret.
     *
     * @param url {@code https} URL, or {@code http} on a loopback address
     * @param secret key of the signatures
     */
    public record Webhook(URI url, String secret) {
        /** Minimum length of the secret, in characters. */
        public static final int MIN_SECRET_LENGTH = 16;

        /** @throws IllegalArgumentException if the URL or the secret can't be used */
        public Webhook {
            OutgoingUrls.requireHttp(url);
            if (secret.length() < MIN_SECRET_LENGTH) {
                throw new IllegalArgumentException("the secret has to have at least " + MIN_SECRET_LENGTH
                        + " characters, such as those of: openssl rand -hex 32");
            }
        }

        @Override
        public String toString() {
            return "webhook at " + url.getHost();
        }
    }

    /**
     * Incoming webhook of Slack. Its string form lacks the path of the URL, which is a secret.
     *
     * @param url {@code https} URL, or {@code http} on a loopback address
     */
    public record Slack(URI url) {
        /** @throws IllegalArgumentException if the URL can't be used */
        public Slack {
            OutgoingUrls.requireHttp(url);
        }

        @Override
        public String toString() {
            return "Slack at " + url.getHost();
        }
    }

    /**
     * E-mail.
     *
     * @param from sender
     * @param to recipients, at least one
     */
    public record Email(SmtpServer server, String from, List<String> to) {
        /** @throws IllegalArgumentException if there is no recipient, or an address can't be used */
        public Email {
            to = List.copyOf(to);
            if (to.isEmpty()) {
                throw new IllegalArgumentException("there is no recipient");
            }
            MailAddresses.require(from);
            to.forEach(MailAddresses::require);
        }
    }
}
