// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.admin.contract.EntityKind;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.history.HistoryQuery;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import java.net.URI;
import java.util.Optional;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Details of a scheduled change that any login may see. Of changes of
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
        json.put("when", change.conditions().get(WHEN));
        if (EntityKind.isPrivate(change.entity())) {
            return new ChangeDetails(json, null, true);
        }
        Row row = described(change, reading);
        json.put("change_type", change.type().text());
        json.put("scheduled_by", change.scheduledBy());
        name(change.entity(), row).ifPresent(name -> json.put("name", name));
        String product = text(row, PRODUCT);
        if (product != null) {
            json.put("product", product);
        }
        String channel = text(row, CHANNEL);
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
                && entity.key().stream().allMatch(key::hasValue);
        if (!complete) {
            return change.base();
        }
        Optional<Row> stored = reading.find(entity, key);
        if (stored.isEmpty() && entity.history() == Entity.History.TABLE) {
            stored = reading.history(entity, HistoryQuery.of(key, 1, 1)).rows().stream()
                    .findFirst();
        }
        Row row = stored.orElse(Row.EMPTY);
        if (entity == Entity.RELEASE_ASSETS && row.get(PRODUCT) == null) {
            row = row.with(
                    PRODUCT,
                    reading.find(Entity.RELEASES_JSON, Row.of(NAME, key.get(NAME)))
                            .map(release -> release.get(PRODUCT))
                            .orElse(null));
        }
        return row.with(change.base().withValues());
    }

    private static @Nullable String text(Row row, Field<String> column) {
        String text = row.get(column);
        return text == null || text.isEmpty() ? null : text;
    }

    private static Optional<String> name(Entity entity, Row row) {
        return switch (entity) {
            case RULES -> Optional.ofNullable(row.get(RULES.RULE_ID)).map(Object::toString);
            case RELEASES, RELEASES_JSON -> Optional.ofNullable(text(row, NAME));
            case RELEASE_ASSETS ->
                Optional.ofNullable(text(row, NAME)).map(name -> name + " " + text(row, RELEASE_ASSETS.PATH));
            case PINNABLE_RELEASES -> Optional.ofNullable(text(row, PINNABLE_RELEASES.VERSION));
            case PRODUCT_REQUIRED_SIGNOFFS, PERMISSIONS_REQUIRED_SIGNOFFS -> Optional.ofNullable(text(row, ROLE));
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
