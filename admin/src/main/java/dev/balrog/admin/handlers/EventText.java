// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SETS;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;

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
                String who = signoff == null ? "" : " by " + signoff.get(USERNAME) + " as " + signoff.get(ROLE);
                yield "Signoff" + who + " of scheduled change " + event.scheduledChange() + colon(label);
            }
        };
    }

    private static String colon(String label) {
        return label.isEmpty() ? "" : ": " + label;
    }

    private static String thing(Entity entity, Row thing) {
        String place = place(thing.get(PRODUCT), thing.get(CHANNEL));
        return switch (entity) {
            case RULES -> {
                Integer id = thing.get(RULES.RULE_ID);
                String name = id == null ? "New rule" : "Rule " + id;
                yield thing.has(PRODUCT) ? name + " (" + place + ")" : name;
            }
            case RELEASES, RELEASES_JSON -> "Release " + thing.get(NAME);
            case RELEASE_ASSETS -> "Release " + thing.get(NAME) + ", " + thing.get(RELEASE_ASSETS.PATH);
            case PERMISSIONS -> "Permission " + thing.get(PERMISSIONS.PERMISSION) + " of " + thing.get(USERNAME);
            case USER_ROLES -> "Role " + thing.get(ROLE) + " of " + thing.get(USERNAME);
            case PRODUCT_REQUIRED_SIGNOFFS -> "Signoffs of " + thing.get(ROLE) + " for " + place;
            case PERMISSIONS_REQUIRED_SIGNOFFS ->
                "Signoffs of " + thing.get(ROLE) + " for permissions of " + thing.get(PRODUCT);
            case EMERGENCY_SHUTOFFS -> "Shutoff of " + place;
            case PINNABLE_RELEASES -> "Pin of " + place + ", " + thing.get(PINNABLE_RELEASES.VERSION);
            case EXPECTATIONS -> "Expectation " + thing.get(NAME);
            case CHANGE_SETS, CHANGE_SET_SIGNOFFS -> "Change set " + thing.get(BALROG_CHANGE_SETS.SET_ID);
        };
    }

    private static String place(@Nullable String product, @Nullable String channel) {
        return (product == null ? "all products" : product) + ", " + (channel == null ? "all channels" : channel);
    }
}
