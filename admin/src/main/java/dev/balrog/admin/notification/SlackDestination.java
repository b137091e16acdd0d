// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.store.notification.QueuedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Incoming webhook of Slack.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text/">Formatting of messages</a>
 */
final class SlackDestination implements Destination {
    private final NotificationSettings.Slack slack;
    private final String id;
    private final HttpPost http;

    SlackDestination(NotificationSettings.Slack slack, Duration timeout, InstantSource clock) {
        this.slack = slack;
        this.id = DestinationId.of("slack", slack.url().toString());
        this.http = new HttpPost(timeout, clock);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String kind() {
        return "slack";
    }

    @Override
    public String host() {
        return slack.url().getHost();
    }

    @Override
    public String described() {
        return slack.toString();
    }

    @Override
    public DeliveryResult deliver(QueuedEvent event) {
        return http.post(
                slack.url(), Map.of(), JsonMapper.shared().writeValueAsBytes(message(EventText.of(event.payload()))));
    }

    private static Object message(EventText text) {
        StringBuilder message = new StringBuilder(escaped(text.title()));
        text.lines().forEach(line -> message.append('\n').append(escaped(line)));
        text.url().ifPresent(url -> message.append("\n<").append(escaped(url)).append("|Open in the console>"));
        return JsonNodeFactory.instance
                .objectNode()
                .put("text", message.toString())
                // Text from users is never a reason to fetch what it links to.
                .put("unfurl_links", false)
                .put("unfurl_media", false);
    }

    /**
     * Escapes the characters that begin and end mentions and links, such as {@code <!channel>}.
     * Slack asks to escape no others.
     */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public void close() {
        http.close();
    }
}
