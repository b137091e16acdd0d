// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.release;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.change.Transaction;
import dev.balrog.change.policy.ReleaseAccess;
import dev.balrog.change.policy.ReleaseCheck;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignedParts;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.core.change.AssetPath;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.change.DeepMerge;
import dev.balrog.core.change.ReleaseParts;
import dev.balrog.core.release.validation.ReleaseValidator.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes of split releases: a base, and an asset for each platform and locale, each with its own
 * data version. If a time is given, changes are scheduled instead of executed.
 */
public final class SplitReleases {
    /** Delay of a scheduled change that makes a release writable. */
    private static final long READ_ONLY_DELAY_MILLIS = 30_000;

    /** Up to this many assets, read them one by one instead of all assets of the release. */
    private static final int FEW_ASSETS = 16;

    private final Transaction transaction;
    private final ReleaseAccess access;
    private final ReleaseCheck content;

    /** Creates changes of split releases within a transaction. */
    public SplitReleases(Transaction transaction) {
        this.transaction = transaction;
        this.access = new ReleaseAccess(transaction.queries());
        this.content = transaction.releaseCheck();
    }

    /** Returns whether the release exists. */
    public boolean exists(String name) {
        return base(name).isPresent();
    }

    /** Returns whether any change of the release is scheduled. */
    public boolean hasScheduled(String name) {
        return !scheduled(name).isEmpty();
    }

    /**
     * Replaces the content of a release. Parts that are absent from the new content are deleted.
     * Scheduled changes of parts that stay unchanged, and scheduled insertions of absent parts, are
     * dropped.
     *
     * @param product product of the release; null to keep it
     * @param expected the data versions that the change is based on
     * @param when time, in milliseconds since 1970; null for immediately
     * @return the data versions of the changed parts, or summaries of their scheduled changes
     */
    public DataVersions set(
            String name, ObjectNode release, @Nullable String product, DataVersions expected, @Nullable Long when) {
        return set(name, release, product, expected, null, when);
    }

    /**
     * Replaces the content of a release, and edits what is scheduled for it: the scheduled changes
     * of its parts become those that the new content needs. Revokes the signoffs of all other users
     * for all of them, because they are one outcome.
     *
     * @param product product of the release; null to keep it
     * @param expected the data versions that the change is based on
     * @param expectedScheduled the data versions of all scheduled changes of its parts, which the
     *     edit is based on; null not to edit them
     * @param when time, in milliseconds since 1970; null for immediately
     * @return the data versions of the changed parts, or summaries of their scheduled changes
     */
    public DataVersions set(
            String name,
            ObjectNode release,
            @Nullable String product,
            DataVersions expected,
            @Nullable DataVersions expectedScheduled,
            @Nullable Long when) {
        Optional<Row> base = base(name);
        String newProduct = base.isPresent() && product == null ? base.get().require(PRODUCT) : product;
        if (base.isPresent()) {
            access.requireModify(transaction.who(), base.get().get(PRODUCT));
            access.requireModify(transaction.who(), newProduct);
            if (base.get().isTrue(READ_ONLY)) {
                throw new ChangeRejectedException(
                        new ChangeRejection.ReadOnly("Cannot overwrite a Release that is marked as read-only"));
            }
        } else {
            access.requireCreate(transaction.who(), newProduct);
        }
        Map<AssetPath, Row> present = assets(name);
        Candidate candidate = new Candidate(
                release,
                Objects.requireNonNullElse(newProduct, ""),
                true,
                () -> base.map(row -> whole(data(row), present, Map.of())).orElse(null));
        content.check(candidate, base.map(row -> row.get(PRODUCT)).orElse(null));
        if (newProduct == null) {
            throw ChangeRejectedException.invalid("product is missing");
        }
        ReleaseParts parts = ReleaseParts.split(release, content.schemaVersion(release));
        boolean sameBase = base.isPresent() && parts.base().equals(base.get().get(DATA));
        requireUnprotected(name, sameBase && sameAssets(parts, present), when);

        Edit edit = new Edit(name, expected, when, DataVersions.builder());
        if (expectedScheduled != null) {
            edit.replaceScheduled(expectedScheduled);
        }
        if (sameBase) {
            dropScheduled(Entity.RELEASES_JSON, Row.of(NAME, name));
        } else {
            Row what = Row.of(DATA, parts.base()).with(PRODUCT, newProduct);
            if (expected.base().isPresent()) {
                edit.updateBase(what);
            } else {
                edit.insertBase(what);
            }
        }
        parts.assets().forEach((path, data) -> {
            Row asset = present.get(path);
            if (asset != null && data.equals(asset.get(DATA))) {
                dropScheduled(Entity.RELEASE_ASSETS, assetKey(name, path));
            } else if (expected.at(path).isPresent()) {
                edit.updateAsset(path, data);
            } else {
                edit.insertAsset(path, data);
            }
        });
        present.keySet().stream()
                .filter(path -> !parts.assets().containsKey(path))
                .forEach(edit::deleteAsset);
        dropScheduledInserts(name, path -> !parts.assets().containsKey(path) && !present.containsKey(path));
        return edit.build();
    }

    private static boolean sameAssets(ReleaseParts parts, Map<AssetPath, Row> present) {
        return parts.assets().keySet().equals(present.keySet())
                && parts.assets().entrySet().stream()
                        .allMatch(entry -> entry.getValue()
                                .equals(Objects.requireNonNull(present.get(entry.getKey()))
                                        .get(DATA)));
    }

    /**
     * Changes part of a release: objects are merged, anything else is replaced.
     *
     * @param expected the data versions that the change is based on
     * @param when time, in milliseconds since 1970; null for immediately
     * @return the expected data versions, with those of the changed parts replaced by new ones or
     *     by summaries of their scheduled changes
     */
    public DataVersions update(String name, ObjectNode changes, DataVersions expected, @Nullable Long when) {
        Row base = base(name)
                .orElseThrow(() -> new ChangeRejectedException(new ChangeRejection.Missing("Release does not exist")));
        requireUnprotected(name, false, when);
        String product = base.require(PRODUCT);
        access.requireModify(transaction.who(), product);
        if (base.isTrue(READ_ONLY)) {
            throw new ChangeRejectedException(
                    new ChangeRejection.ReadOnly("Cannot update a Release that is marked as read-only"));
        }
        ObjectNode baseData = data(base);
        ReleaseParts parts = ReleaseParts.split(changes, content.schemaVersion(baseData));
        ObjectNode newBase = DeepMerge.merge(baseData, parts.base());
        // As in Mozilla's Balrog, a change with any member of the base creates a new version, even
        // if equal.
        boolean sameBase = parts.base().isEmpty() || parts.base().equals(baseData);
        Map<AssetPath, Row> present = sameBase && parts.assets().size() <= FEW_ASSETS
                ? assets(name, parts.assets().keySet())
                : assets(name);
        Map<AssetPath, JsonNode> changed = new LinkedHashMap<>();
        parts.assets().forEach((path, part) -> {
            Row asset = present.get(path);
            JsonNode merged = asset == null ? part : merge(asset, part);
            if (asset == null || !merged.equals(asset.get(DATA))) {
                if (asset != null && expected.at(path).isEmpty()) {
                    throw ChangeRejectedException.invalid("Missing data_version for " + path.text());
                }
                changed.put(path, merged);
            }
        });
        Map<AssetPath, Row> checked = sameBase ? only(present, changed.keySet()) : present;
        Candidate candidate = new Candidate(
                whole(newBase, checked, changed), product, !sameBase, () -> whole(baseData, checked, Map.of()));
        content.check(candidate, product);

        Edit edit = new Edit(name, expected, when, expected.change());
        if (!sameBase) {
            edit.updateBase(Row.of(DATA, newBase).with(PRODUCT, product));
        }
        changed.forEach((path, data) -> {
            if (present.containsKey(path)) {
                edit.updateAsset(path, data);
            } else {
                edit.insertAsset(path, data);
            }
        });
        return edit.build();
    }

    private static JsonNode merge(Row asset, JsonNode part) {
        return asset.get(DATA) instanceof ObjectNode object && part instanceof ObjectNode changes
                ? DeepMerge.merge(object, changes)
                : part;
    }

    private static Map<AssetPath, Row> only(Map<AssetPath, Row> assets, Set<AssetPath> paths) {
        Map<AssetPath, Row> some = new LinkedHashMap<>(assets);
        some.keySet().retainAll(paths);
        return some;
    }

    /**
     * Returns the release to check. Unchanged assets need no check, as long as the base is
     * unchanged.
     */
    private static ObjectNode whole(ObjectNode base, Map<AssetPath, Row> present, Map<AssetPath, JsonNode> changed) {
        Map<AssetPath, JsonNode> assets = new LinkedHashMap<>();
        present.forEach((path, asset) -> assets.put(path, Objects.requireNonNull(asset.get(DATA))));
        assets.putAll(changed);
        return new ReleaseParts(base, assets).join();
    }

    /** Rejects a direct change of a protected release; a scheduled one gets its signoffs later. */
    private void requireUnprotected(String name, boolean changesNothing, @Nullable Long when) {
        if (when == null && !changesNothing && transaction.isProtected(name)) {
            throw new ChangeRejectedException(
                    new ChangeRejection.SignoffRequired("Signoff is required, cannot update Release directly"));
        }
    }

    /** Deletes a release with all its parts, and drops its scheduled changes. */
    public void delete(String name) {
        Optional<Row> base = base(name);
        Row owner = base.or(() -> transaction.queries().scheduledBase(name))
                .orElseThrow(() -> new ChangeRejectedException(new ChangeRejection.Missing("Release does not exist")));
        for (ScheduledChange change : scheduled(name)) {
            String product = change.base().get(PRODUCT);
            access.requireDelete(transaction.who(), product == null ? owner.get(PRODUCT) : product);
            transaction.dropAlong(change);
        }
        if (base.isPresent()) {
            access.requireUnused(name);
            access.requireDelete(transaction.who(), base.get().get(PRODUCT));
            if (base.get().isTrue(READ_ONLY)) {
                throw new ChangeRejectedException(
                        new ChangeRejection.ReadOnly("Cannot delete a Release that is marked as read-only"));
            }
            assets(name)
                    .values()
                    .forEach(asset -> transaction.delete(Entity.RELEASE_ASSETS, asset, asset.dataVersion()));
            transaction.delete(Entity.RELEASES_JSON, base.get(), base.get().dataVersion());
        }
    }

    /**
     * Makes a release read-only or writable; schedules the change if it needs signoffs. If the
     * release is already in the requested state, drops a scheduled change of that state, or else
     * creates a new version.
     *
     * @param expected the data version of the base that the change is based on
     * @return the data version of the base, or the summary of its scheduled change
     */
    public DataVersions setReadOnly(String name, boolean readOnly, int expected) {
        Row base = base(name)
                .orElseThrow(() -> new ChangeRejectedException(new ChangeRejection.Missing("Release does not exist")));
        if (base.isTrue(READ_ONLY) == readOnly && dropReadOnlyChange(base, !readOnly)) {
            return DataVersions.builder().base(base.dataVersion()).build();
        }
        Proposal proposal = new Proposal(
                Entity.RELEASES_JSON, base.with(READ_ONLY, true), base.with(READ_ONLY, readOnly), transaction.who());
        boolean needsSignoffs = !readOnly && !access.protections(proposal).isEmpty();
        access.requireReadOnlyChange(transaction.who(), base.get(PRODUCT), readOnly);
        if (!needsSignoffs && base.isTrue(READ_ONLY) == readOnly) {
            return DataVersions.builder()
                    .base(transaction
                            .renew(Entity.RELEASES_JSON, base, expected)
                            .dataVersion())
                    .build();
        }
        Long when = needsSignoffs ? transaction.now() + READ_ONLY_DELAY_MILLIS : null;
        Edit edit = new Edit(name, DataVersions.builder().base(expected).build(), when, DataVersions.builder());
        Row what = Row.of(READ_ONLY, readOnly);
        edit.updateBase(when == null ? what : what.with(base.only(List.of(PRODUCT, DATA))));
        return edit.build();
    }

    /**
     * Drops the scheduled changes that only make a release read-only or writable; returns whether
     * there were any.
     */
    private boolean dropReadOnlyChange(Row base, boolean readOnly) {
        List<ScheduledChange> changes =
                transaction.listScheduled(Entity.RELEASES_JSON, base.only(Entity.RELEASES_JSON.key()), false).stream()
                        .filter(change -> change.type() == ChangeType.UPDATE
                                && change.base().isTrue(READ_ONLY) == readOnly
                                && Objects.equals(change.base().get(DATA), base.get(DATA)))
                        .toList();
        changes.forEach(change -> transaction.drop(Entity.RELEASES_JSON, change.id(), change.dataVersion()));
        return !changes.isEmpty();
    }

    /**
     * Signs off all scheduled changes of a release.
     *
     * @param expected the state that the user has seen
     */
    public void signOff(String name, String role, SignedParts expected) {
        transaction.signOffTogether(scheduled(name), role, expected);
    }

    /** Revokes the user's own signoffs of all scheduled changes of a release. */
    public void withdraw(String name) {
        scheduled(name).forEach(change -> transaction.withdraw(change.entity(), change.id(), transaction.who()));
    }

    /**
     * Enacts all scheduled changes of a release, once all of them are due. Deletes a base last,
     * because its parts belong to it.
     *
     * @param expected the state that the caller has seen
     */
    public void enact(String name, SignedParts expected) {
        transaction.enactTogether(
                scheduled(name).stream()
                        .sorted(Comparator.comparing(SplitReleases::removesBase))
                        .toList(),
                expected);
    }

    private static boolean removesBase(ScheduledChange change) {
        return change.entity() == Entity.RELEASES_JSON && change.type() == ChangeType.DELETE;
    }

    private Optional<Row> base(String name) {
        return transaction.find(Entity.RELEASES_JSON, Row.of(NAME, name));
    }

    private Map<AssetPath, Row> assets(String name) {
        Map<AssetPath, Row> assets = new LinkedHashMap<>();
        Map<String, Row> byPath = new TreeMap<>();
        transaction
                .list(Entity.RELEASE_ASSETS, Row.of(NAME, name))
                .forEach(row -> byPath.put(row.require(RELEASE_ASSETS.PATH), row));
        byPath.forEach((path, row) -> assets.put(AssetPath.parse(path), row));
        return assets;
    }

    private Map<AssetPath, Row> assets(String name, Set<AssetPath> paths) {
        Map<AssetPath, Row> assets = new LinkedHashMap<>();
        for (AssetPath path : paths) {
            transaction.find(Entity.RELEASE_ASSETS, assetKey(name, path)).ifPresent(asset -> assets.put(path, asset));
        }
        return assets;
    }

    private List<ScheduledChange> scheduled(String name) {
        return Stream.of(Entity.RELEASES_JSON, Entity.RELEASE_ASSETS)
                .flatMap(entity -> transaction.listScheduled(entity, Row.of(NAME, name), false).stream())
                .toList();
    }

    private void dropScheduled(Entity entity, Row key) {
        transaction.listScheduled(entity, key, false).forEach(transaction::dropAlong);
    }

    /** Drops scheduled insertions of unwanted assets. */
    private void dropScheduledInserts(String name, Predicate<AssetPath> isUnwanted) {
        for (ScheduledChange change : transaction.listScheduled(Entity.RELEASE_ASSETS, Row.of(NAME, name), false)) {
            if (isUnwanted.test(AssetPath.parse(change.base().require(RELEASE_ASSETS.PATH)))) {
                transaction.dropAlong(change);
            }
        }
    }

    private static ObjectNode data(Row row) {
        return row.get(DATA) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private static Row assetKey(String name, AssetPath path) {
        return Row.of(NAME, name).with(RELEASE_ASSETS.PATH, path.text());
    }

    /** New scheduled change and its summary for the client. */
    private record Scheduled(ScheduledChange change, ObjectNode summary) {}

    /** Part of a release: its table and its key. */
    private record PartKey(Entity entity, Row key) {
        static PartKey of(Entity entity, Row row) {
            return new PartKey(entity, row.only(entity.key()));
        }
    }

    /** Direct or scheduled changes of the parts of one release, and the resulting data versions. */
    private final class Edit {
        private final String name;
        private final DataVersions expected;
        private final @Nullable Long when;
        private final DataVersions.Builder versions;
        private final List<Scheduled> scheduled = new ArrayList<>();
        /** Scheduled changes that this edits, as they were before. */
        private final Map<PartKey, ScheduledChange> pendingParts = new HashMap<>();

        Edit(String name, DataVersions expected, @Nullable Long when, DataVersions.Builder versions) {
            this.name = name;
            this.expected = expected;
            this.when = when;
            this.versions = versions;
        }

        /**
         * Has the following changes edit what is scheduled for the release. Without a time, drops it:
         * the following changes take its place.
         */
        void replaceScheduled(DataVersions expectedScheduled) {
            List<ScheduledChange> pending = scheduled(name);
            if (!SplitReleaseView.scheduledVersions(pending).equals(expectedScheduled)) {
                throw new ChangeRejectedException(new ChangeRejection.Outdated(
                        "The scheduled changes of the release are not those of old_sc_data_versions"));
            }
            for (ScheduledChange change : pending) {
                if (when == null) {
                    transaction.dropAlong(change);
                } else {
                    pendingParts.put(PartKey.of(change.entity(), change.base()), change);
                }
            }
        }

        /**
         * Inserts a new base immediately, because changes can't be scheduled for a missing release.
         */
        void insertBase(Row what) {
            transaction.insert(Entity.RELEASES_JSON, Row.of(NAME, name).with(what));
            versions.base(1);
        }

        void updateBase(Row what) {
            int version = expected(expected.base(), ".");
            Row key = Row.of(NAME, name);
            if (when == null) {
                versions.base(transaction
                        .update(Entity.RELEASES_JSON, key, what, version)
                        .dataVersion());
            } else {
                versions.base(schedule(
                        Entity.RELEASES_JSON, ChangeType.UPDATE, key.with(what).with(DATA_VERSION, version), when));
            }
        }

        void insertAsset(AssetPath path, JsonNode data) {
            Row asset = assetKey(name, path).with(DATA, data);
            if (when == null) {
                versions.at(
                        path, transaction.insert(Entity.RELEASE_ASSETS, asset).dataVersion());
            } else {
                versions.at(path, schedule(Entity.RELEASE_ASSETS, ChangeType.INSERT, asset, when));
            }
        }

        void updateAsset(AssetPath path, JsonNode data) {
            int version = expected(expected.at(path), path.text());
            Row key = assetKey(name, path);
            Row what = Row.of(DATA, data);
            if (when == null) {
                versions.at(
                        path,
                        transaction
                                .update(Entity.RELEASE_ASSETS, key, what, version)
                                .dataVersion());
            } else {
                Row change = key.with(what).with(DATA_VERSION, version);
                versions.at(path, schedule(Entity.RELEASE_ASSETS, ChangeType.UPDATE, change, when));
            }
        }

        void deleteAsset(AssetPath path) {
            int version = expected(expected.at(path), path.text());
            Row key = assetKey(name, path);
            if (when == null) {
                transaction.delete(Entity.RELEASE_ASSETS, key, version);
            } else {
                Row change = key.with(DATA_VERSION, version);
                versions.at(path, schedule(Entity.RELEASE_ASSETS, ChangeType.DELETE, change, when));
            }
        }

        private static int expected(OptionalInt version, String part) {
            return version.orElseThrow(() -> ChangeRejectedException.invalid("Missing data_version for " + part));
        }

        private JsonNode schedule(Entity entity, ChangeType type, Row what, long time) {
            ScheduledChange change = schedule(entity, type, what.with(WHEN, time));
            ObjectNode summary = JsonNodeFactory.instance.objectNode();
            scheduled.add(new Scheduled(change, summary));
            return summary;
        }

        private ScheduledChange schedule(Entity entity, ChangeType type, Row what) {
            ScheduledChange pending = pendingParts.get(PartKey.of(entity, what));
            if (pending != null && pending.type() == type) {
                return transaction.edit(entity, pending.id(), what, pending.dataVersion());
            }
            if (pending != null) {
                transaction.dropAlong(pending);
            }
            return transaction.schedule(entity, type, what);
        }

        /**
         * Revokes the signoffs of others for the parts that the edit leaves unchanged, too: the
         * outcome that was signed is that of all parts.
         */
        private void editUnchanged() {
            if (pendingParts.isEmpty()) {
                return;
            }
            List<ScheduledChange> after = scheduled(name);
            List<ScheduledChange> unchanged =
                    after.stream().filter(this::isUnchanged).toList();
            if (unchanged.size() < pendingParts.size() || unchanged.size() < after.size()) {
                unchanged.forEach(transaction::editAlong);
            }
        }

        private boolean isUnchanged(ScheduledChange change) {
            ScheduledChange before = pendingParts.get(PartKey.of(change.entity(), change.base()));
            return before != null && before.id() == change.id() && before.dataVersion() == change.dataVersion();
        }

        /**
         * Returns the data versions. Fills in the summaries last, because the outcome of each
         * scheduled change depends on all of them.
         */
        DataVersions build() {
            editUnchanged();
            List<SignoffEvaluation> evaluations = transaction.evaluateSignoffs(
                    scheduled.stream().map(Scheduled::change).toList());
            for (int i = 0; i < evaluations.size(); i++) {
                Scheduled part = scheduled.get(i);
                part.summary.setAll(part.change.summary(evaluations.get(i)));
            }
            return versions.build();
        }
    }
}
