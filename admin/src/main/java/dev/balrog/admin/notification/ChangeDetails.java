// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.admin.contract.EntityKind;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.history.HistoryQuery;
import dev.balrog.change.row.Conditions;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Details of a scheduled change, as far as everybody with a login may see them. Of changes of
 * permissions and roles, these are only kind and number, conditions and missing signoffs.
 *
 * @param json the details
 * @param product product that the change concerns; null for all, or if it is not known
 * @param isPrivate whether only kind and number are shown
 */
record ChangeDetails(ObjectNode json, @Nullable String product, boolean isPrivate) {

    /** Returns the details that are known of any change. */
    static ChangeDetails of(Entity entity, int id) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", EntityKind.of(entity));
        json.put("sc_id", id);
        return new ChangeDetails(json, null, true);
    }

    /** Returns the details of a change. */
    static ChangeDetails of(ScheduledChange change, ReadTransaction reading) {
        ObjectNode json = of(change.entity(), change.id()).json;
        json.put("sc_data_version", change.dataVersion());
        json.put("when", change.conditions().number(Conditions.WHEN));
        if (EntityKind.isPrivate(change.entity())) {
            return new ChangeDetails(json, null, true);
        }
        Row row = described(change, reading);
        json.put("change_type", change.type().text());
        json.put("scheduled_by", change.scheduledBy());
        name(change.entity(), row).ifPresent(name -> json.put("name", name));
        String product = text(row, "product");
        if (product != null) {
            json.put("product", product);
        }
        String channel = text(row, "channel");
        if (channel != null) {
            json.put("channel", channel);
        }
        return new ChangeDetails(json, product, false);
    }

    /** Returns the new row; for a deletion, the deleted one. */
    private static Row described(ScheduledChange change, ReadTransaction reading) {
        Entity entity = change.entity();
        Row key = change.base().only(entity.key());
        boolean complete = key.columns().size() == entity.key().size()
                && key.columns().stream().allMatch(column -> key.get(column) != null);
        if (!complete) {
            return change.base();
        }
        Optional<Row> stored = reading.find(entity, key);
        if (stored.isEmpty() && entity.history() == Entity.History.TABLE) {
            stored = reading.history(entity, HistoryQuery.of(key, 1, 1)).rows().stream()
                    .findFirst();
        }
        Row row = stored.orElse(Row.EMPTY);
        if (entity == Entity.RELEASE_ASSETS && row.text("product") == null) {
            row = row.with(
                    "product",
                    reading.find(Entity.RELEASES_JSON, Row.of("name", key.get("name")))
                            .map(release -> release.text("product"))
                            .orElse(null));
        }
        for (String column : change.base().columns()) {
            if (change.base().get(column) != null) {
                row = row.with(column, change.base().get(column));
            }
        }
        return row;
    }

    private static @Nullable String text(Row row, String column) {
        return row.get(column) instanceof String text && !text.isEmpty() ? text : null;
    }

    private static Optional<String> name(Entity entity, Row row) {
        return switch (entity) {
            case RULES -> Optional.ofNullable(row.number("rule_id")).map(Object::toString);
            case RELEASES, RELEASES_JSON -> Optional.ofNullable(text(row, "name"));
            case RELEASE_ASSETS -> Optional.ofNullable(text(row, "name")).map(name -> name + " " + text(row, "path"));
            case PINNABLE_RELEASES -> Optional.ofNullable(text(row, "version"));
            case PRODUCT_REQUIRED_SIGNOFFS, PERMISSIONS_REQUIRED_SIGNOFFS -> Optional.ofNullable(text(row, "role"));
            case EMERGENCY_SHUTOFFS, PERMISSIONS, USER_ROLES, EXPECTATIONS, CHANGE_SETS, CHANGE_SET_SIGNOFFS ->
                Optional.empty();
        };
    }

    /** Returns the page of the change in the console. */
    URI page(URI console) {
        String kind = json.path("kind").asString();
        String path = kind.equals("rule") ? "/rules/changes/" : "/changes/" + kind + "/";
        return URI.create(console + path + json.path("sc_id").asInt());
    }
}
