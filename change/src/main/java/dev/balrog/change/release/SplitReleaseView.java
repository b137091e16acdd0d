// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.release;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.change.ReadTransaction;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.core.change.AssetPath;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.change.DeepMerge;
import dev.balrog.core.change.ReleaseParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Joined view of a split release.
 *
 * @param release current content; empty if the release is only scheduled
 * @param versions data versions of its parts
 * @param scheduled content with that of all scheduled changes merged into it, as Mozilla's Balrog
 *     returns it: still with what they remove; empty if none are scheduled, or if they delete the
 *     release
 * @param outcome content after all scheduled changes; empty like {@code scheduled}
 * @param scheduledVersions data versions of the scheduled changes of its parts
 */
public record SplitReleaseView(
        ObjectNode release,
        DataVersions versions,
        ObjectNode scheduled,
        ObjectNode outcome,
        DataVersions scheduledVersions) {

    /** Returns the release of this name; empty if it neither exists nor is scheduled. */
    public static Optional<SplitReleaseView> of(ReadTransaction reading, String name) {
        Optional<Row> base = reading.find(Entity.RELEASES_JSON, Row.of(NAME, name));
        List<Row> assets = reading.list(Entity.RELEASE_ASSETS, Row.of(NAME, name));
        List<ScheduledChange> baseChanges = reading.listScheduled(Entity.RELEASES_JSON, Row.of(NAME, name), false);
        List<ScheduledChange> assetChanges = reading.listScheduled(Entity.RELEASE_ASSETS, Row.of(NAME, name), false);

        ObjectNode present = base.map(SplitReleaseView::data).orElseGet(JsonNodeFactory.instance::objectNode);
        Map<AssetPath, JsonNode> data = new LinkedHashMap<>();
        assets.forEach(asset -> data.put(path(asset), json(asset)));
        ObjectNode whole = new ReleaseParts(present, data).join();
        ObjectNode later = scheduled(whole, baseChanges, assetChanges);
        ObjectNode outcome = later.isEmpty() ? later : outcome(present, data, baseChanges, assetChanges);
        if (whole.isEmpty() && later.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SplitReleaseView(
                whole, versions(base, assets), later, outcome, scheduledVersions(baseChanges, assetChanges)));
    }

    /** Returns the data versions of the parts of a release; empty if it does not exist. */
    public static Optional<DataVersions> dataVersions(ReadTransaction reading, String name) {
        List<Field<?>> columns = List.of(RELEASE_ASSETS.PATH, DATA_VERSION);
        return reading.listColumns(Entity.RELEASES_JSON, List.of(DATA_VERSION), Row.of(NAME, name)).stream()
                .findFirst()
                .map(base -> versions(
                        Optional.of(base), reading.listColumns(Entity.RELEASE_ASSETS, columns, Row.of(NAME, name))));
    }

    private static DataVersions versions(Optional<Row> base, List<Row> assets) {
        DataVersions.Builder versions = DataVersions.builder();
        base.ifPresent(row -> versions.base(row.dataVersion()));
        assets.forEach(asset -> versions.at(path(asset), asset.dataVersion()));
        return versions.build();
    }

    private static ObjectNode scheduled(
            ObjectNode whole, List<ScheduledChange> baseChanges, List<ScheduledChange> assetChanges) {
        boolean ends = baseChanges.stream().anyMatch(change -> change.type() == ChangeType.DELETE);
        if (ends || (baseChanges.isEmpty() && assetChanges.isEmpty())) {
            return JsonNodeFactory.instance.objectNode();
        }
        ObjectNode later = whole;
        for (ScheduledChange change : baseChanges) {
            later = DeepMerge.merge(later, data(change.base()));
        }
        Map<AssetPath, JsonNode> changed = new LinkedHashMap<>();
        for (ScheduledChange change : assetChanges) {
            if (change.type() != ChangeType.DELETE) {
                changed.put(path(change.base()), json(change.base()));
            }
        }
        return new ReleaseParts(later, changed).join();
    }

    private static ObjectNode outcome(
            ObjectNode base,
            Map<AssetPath, JsonNode> assets,
            List<ScheduledChange> baseChanges,
            List<ScheduledChange> assetChanges) {
        ObjectNode newBase = base;
        for (ScheduledChange change : baseChanges) {
            newBase = change.base().get(DATA) instanceof ObjectNode data ? data : newBase;
        }
        Map<AssetPath, JsonNode> newAssets = new LinkedHashMap<>(assets);
        for (ScheduledChange change : assetChanges) {
            if (change.type() == ChangeType.DELETE) {
                newAssets.remove(path(change.base()));
            } else {
                newAssets.put(path(change.base()), json(change.base()));
            }
        }
        return new ReleaseParts(newBase, newAssets).join();
    }

    /** Returns the data versions of all scheduled changes of a release. */
    static DataVersions scheduledVersions(List<ScheduledChange> changes) {
        return scheduledVersions(
                changes.stream()
                        .filter(change -> change.entity() == Entity.RELEASES_JSON)
                        .toList(),
                changes.stream()
                        .filter(change -> change.entity() == Entity.RELEASE_ASSETS)
                        .toList());
    }

    private static DataVersions scheduledVersions(
            List<ScheduledChange> baseChanges, List<ScheduledChange> assetChanges) {
        DataVersions.Builder versions = DataVersions.builder();
        baseChanges.forEach(change -> versions.base(change.dataVersion()));
        assetChanges.forEach(change -> versions.at(path(change.base()), change.dataVersion()));
        return versions.build();
    }

    private static AssetPath path(Row asset) {
        return AssetPath.parse(asset.require(RELEASE_ASSETS.PATH));
    }

    private static ObjectNode data(Row row) {
        return row.get(DATA) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode json(Row row) {
        JsonNode data = row.get(DATA);
        return data == null ? JsonNodeFactory.instance.nullNode() : data;
    }

    /**
     * Returns this release as in the API: with the outcome if it differs from what Mozilla's Balrog
     * returns.
     */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("blob", release);
        json.set("data_versions", versions.toJson());
        json.set("sc_blob", scheduled);
        if (!outcome.equals(scheduled)) {
            json.set("sc_outcome", outcome);
        }
        json.set("sc_data_versions", scheduledVersions.toJson());
        return json;
    }
}
