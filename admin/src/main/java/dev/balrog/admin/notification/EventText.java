// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Text of an event for people. Title and lines have no line breaks, whatever users wrote.
 *
 * @param title one line
 * @param lines further lines
 * @param url page in the console; empty for none
 */
record EventText(String title, List<String> lines, Optional<String> url) {
    /** Name of the event that tests send. It is never queued. */
    static final String TEST = "test";

    EventText {
        lines = List.copyOf(lines);
    }

    /** Returns the text of a payload. */
    static EventText of(String payload) {
        JsonNode event = JsonMapper.shared().readTree(payload);
        List<String> lines = new ArrayList<>();
        add(lines, "By", event.path("by"));
        JsonNode change = event.path("change");
        if (change.path("when").isNumber()) {
            lines.add("Scheduled for " + time(change.path("when").asLong()));
        }
        List<String> missing = new ArrayList<>();
        event.path("missing_signoffs")
                .forEachEntry((role, count) -> missing.add(PlainText.oneLine(role) + " (" + count.asInt() + ")"));
        if (!missing.isEmpty()) {
            lines.add("Missing signoffs: " + String.join(", ", missing));
        }
        add(lines, "Reason", event.path("reason"));
        add(lines, "Comment", event.path("comment"));
        add(lines, "Comment", event.path("shutoff").path("comment"));
        String environment = event.path("environment").asString("");
        return new EventText(
                PlainText.oneLine((environment.isEmpty() ? "Balrog: " : "Balrog " + environment + ": ") + title(event)),
                lines,
                event.path("url").isString() ? Optional.of(event.path("url").asString()) : Optional.empty());
    }

    private static String title(JsonNode event) {
        JsonNode shutoff = event.path("shutoff");
        String place = shutoff.path("product").asString("") + " "
                + shutoff.path("channel").asString("");
        String subject = subject(event.path("change"));
        String id = event.path("event").asString("");
        return NotificationEvent.byId(id)
                .map(known -> switch (known) {
                    case SIGNOFF_NEEDED -> "signoff needed: " + subject;
                    case CHANGES_REQUESTED -> "changes requested: " + subject;
                    case OVERDUE -> "overdue: " + subject;
                    case FAILED -> "can't be enacted: " + subject;
                    case ENACTED -> "enacted: " + subject;
                    case SHUTOFF -> "updates shut off: " + place;
                    case RESUMED -> "updates resumed: " + place;
                })
                // Queued by a newer version, which runs on the same database during a deployment.
                .orElse(id.equals(TEST) ? "test notification" : id);
    }

    private static String subject(JsonNode change) {
        String kind = change.path("kind").asString("change").replace('_', ' ');
        List<String> place = new ArrayList<>();
        for (String part : List.of("product", "channel")) {
            if (change.path(part).isString()) {
                place.add(change.path(part).asString());
            }
        }
        String name = change.path("name").asString("");
        return (change.has("change_type") ? change.path("change_type").asString() + " of " : "")
                + kind
                + (name.isEmpty() ? "" : " " + name)
                + (place.isEmpty() ? "" : " (" + String.join(", ", place) + ")")
                + ", scheduled change " + change.path("sc_id").asInt();
    }

    private static void add(List<String> lines, String label, JsonNode value) {
        if (value.isString() && !value.asString().isBlank()) {
            lines.add(label + ": " + PlainText.oneLine(value.asString()));
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
