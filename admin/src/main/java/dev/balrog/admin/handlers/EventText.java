// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.change.history.HistoryEvent;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import org.jspecify.annotations.Nullable;

/** Display names of changed entities. */
final class EventText {
    private EventText() {}

    static String label(HistoryEvent event) {
        Row thing = event.thing();
        String label = thing.columns().isEmpty() ? "" : thing(event.entity(), thing);
        return switch (event.subject()) {
            case ROW -> label;
            case SCHEDULED_CHANGE -> "Scheduled change " + event.scheduledChange() + colon(label);
            case COMMENT -> "Comment on scheduled change " + event.scheduledChange() + colon(label);
            case SIGNOFF -> {
                Row signoff = event.after() == null ? event.before() : event.after();
                String who = signoff == null ? "" : " by " + signoff.text("username") + " as " + signoff.text("role");
                yield "Signoff" + who + " of scheduled change " + event.scheduledChange() + colon(label);
            }
        };
    }

    private static String colon(String label) {
        return label.isEmpty() ? "" : ": " + label;
    }

    private static String thing(Entity entity, Row thing) {
        String place = place(thing.text("product"), thing.text("channel"));
        return switch (entity) {
            case RULES -> {
                Long id = thing.number("rule_id");
                String name = id == null ? "New rule" : "Rule " + id;
                yield thing.has("product") ? name + " (" + place + ")" : name;
            }
            case RELEASES, RELEASES_JSON -> "Release " + thing.text("name");
            case RELEASE_ASSETS -> "Release " + thing.text("name") + ", " + thing.text("path");
            case PERMISSIONS -> "Permission " + thing.text("permission") + " of " + thing.text("username");
            case USER_ROLES -> "Role " + thing.text("role") + " of " + thing.text("username");
            case PRODUCT_REQUIRED_SIGNOFFS -> "Signoffs of " + thing.text("role") + " for " + place;
            case PERMISSIONS_REQUIRED_SIGNOFFS ->
                "Signoffs of " + thing.text("role") + " for permissions of " + thing.text("product");
            case EMERGENCY_SHUTOFFS -> "Shutoff of " + place;
            case PINNABLE_RELEASES -> "Pin of " + place + ", " + thing.text("version");
            case EXPECTATIONS -> "Expectation " + thing.text("name");
            case CHANGE_SETS, CHANGE_SET_SIGNOFFS -> "Change set " + thing.get("set_id");
        };
    }

    private static String place(@Nullable String product, @Nullable String channel) {
        return (product == null ? "all products" : product) + ", " + (channel == null ? "all channels" : channel);
    }
}
