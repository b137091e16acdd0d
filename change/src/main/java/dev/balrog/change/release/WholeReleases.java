// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.release;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;

import dev.balrog.change.Transaction;
import dev.balrog.change.policy.ReleaseAccess;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.MergeConflictException;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.ThreeWayMerge;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes of whole releases. */
public final class WholeReleases {

    private final Transaction transaction;
    private final ReleaseHistory history;
    private final ReleaseAccess access;

    /**
     * Creates changes of whole releases within a transaction.
     *
     * @param history source of former contents, to merge concurrent changes
     */
    public WholeReleases(Transaction transaction, ReleaseHistory history) {
        this.transaction = transaction;
        this.history = history;
        this.access = new ReleaseAccess(transaction.queries());
    }

    /** Adds a release. */
    public Row create(String name, String product, ObjectNode data) {
        return transaction.insert(
                Entity.RELEASES, Row.of(NAME, name).with(PRODUCT, product).with(DATA, data));
    }

    /**
     * Replaces the content of a release. If it has changed since, both changes are merged (<a
     * href="https://en.wikipedia.org/wiki/Merge_(version_control)#Three-way_merge">three-way
     * merge</a>) unless they conflict.
     *
     * @param expected the data version that the change is based on
     */
    public Row replace(String name, String product, ObjectNode data, int expected) {
        return replace(transaction.require(Entity.RELEASES, Row.of(NAME, name)), product, data, expected);
    }

    private Row replace(Row present, String product, ObjectNode data, int expected) {
        Row what = Row.of(DATA, data).with(PRODUCT, product);
        boolean same = data.equals(present.get(DATA)) && product.equals(present.get(PRODUCT));
        if (expected != present.dataVersion() && !same) {
            Optional<ObjectNode> merged = merge(present.require(NAME), expected, present, data);
            if (merged.isPresent()) {
                return transaction.updateFrom(
                        Entity.RELEASES, present, what.with(DATA, merged.get()), present.dataVersion());
            }
        }
        try {
            return transaction.updateFrom(Entity.RELEASES, present, what, expected);
        } catch (ChangeRejectedException e) {
            if (same && e.rejection() instanceof ChangeRejection.Outdated) {
                // Repeated request of a client that did not get the response.
                return present;
            }
            throw e;
        }
    }

    private Optional<ObjectNode> merge(String name, int expected, Row present, ObjectNode data) {
        Optional<JsonNode> ancestor = history.data(name, expected);
        if (ancestor.isPresent()
                && ancestor.get() instanceof ObjectNode base
                && present.get(DATA) instanceof ObjectNode tip) {
            try {
                return Optional.of(ThreeWayMerge.merge(base, tip, data));
            } catch (MergeConflictException _) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Part of a release, for one or more releases.
     *
     * @param name the release
     * @param product its product
     * @param copyTo names of other releases that get the same part
     * @param dataVersion the data version of the release that the part is based on; null if the
     *     release may not exist yet
     * @param schemaVersion schema version of new releases
     * @param hashFunction hash function of all the releases; null if unspecified
     */
    public record Part(
            String name,
            String product,
            List<String> copyTo,
            @Nullable Integer dataVersion,
            JsonNode schemaVersion,
            @Nullable String hashFunction) {}

    /**
     * Result of a submission.
     *
     * @param isNew whether the part was added rather than updated
     * @param dataVersion the new data version of the release
     */
    public record Submitted(boolean isNew, int dataVersion) {}

    /** Sets top-level members of releases; creates missing releases. */
    public Submitted submit(Part part, ObjectNode values) {
        boolean isNew = names(part).stream().noneMatch(transaction::isWhole);
        int version = 0;
        for (String name : names(part)) {
            Target target = prepared(part, name);
            ObjectNode data = data(target.release).setAll(values);
            Row changed = replace(target.release, part.product(), data, target.expected);
            version = name.equals(part.name()) ? changed.dataVersion() : version;
        }
        return new Submitted(isNew, version);
    }

    /**
     * Sets the build of a platform and locale in releases; creates missing releases.
     *
     * @param aliases platforms that become aliases of this one, unless they already exist
     */
    public Submitted submitLocale(Part part, String platform, String locale, JsonNode build, List<String> aliases) {
        boolean isNew = true;
        int version = 0;
        for (String name : names(part)) {
            Target target = prepared(part, name);
            Row release = target.release;
            ObjectNode data = data(release);
            if (name.equals(part.name()) && hasLocale(data, platform, locale)) {
                isNew = false;
            }
            ReleaseAccess.requireWritable(release);
            transaction
                    .queries()
                    .require(
                            transaction.who(),
                            Permission.RELEASE_LOCALE,
                            Action.MODIFY,
                            "add builds",
                            release.get(PRODUCT));
            boolean added = setLocale(data, platform, locale, build, aliases);
            // The expected version does not matter for a new locale, because it can't have been
            // changed concurrently.
            int expected = added ? release.dataVersion() : target.expected;
            Row changed = replace(release, release.require(PRODUCT), data, expected);
            version = name.equals(part.name()) ? changed.dataVersion() : version;
        }
        return new Submitted(isNew, version);
    }

    private static List<String> names(Part part) {
        return Stream.concat(Stream.of(part.name()), part.copyTo().stream())
                .distinct()
                .toList();
    }

    /**
     * Release to add a part to.
     *
     * @param expected the data version that the part is based on
     */
    private record Target(Row release, int expected) {}

    /** Returns the release; creates it if it is missing. */
    private Target prepared(Part part, String name) {
        Optional<Row> present = transaction.find(Entity.RELEASES, Row.of(NAME, name));
        if (present.isEmpty()) {
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            data.put("name", name).set("schema_version", part.schemaVersion());
            if (part.hashFunction() != null) {
                data.put("hashFunction", part.hashFunction());
            }
            try {
                Row added = create(name, part.product(), data);
                return new Target(added, added.dataVersion());
            } catch (ChangeRejectedException e) {
                throw new ChangeRejectedException(new ChangeRejection.NotCreated(e.rejection()));
            }
        }
        Row release = present.get();
        return new Target(release, name.equals(part.name()) ? fitting(part, release) : release.dataVersion());
    }

    /** Checks that the part fits the release; returns the data version that it is based on. */
    private static int fitting(Part part, Row release) {
        if (part.dataVersion() == null) {
            throw mismatch("Release exists, data_version must be provided");
        }
        String product = release.require(PRODUCT);
        if (!product.equals(part.product())) {
            throw mismatch("Product name '" + part.product()
                    + "' doesn't match the one on the release object ('" + product + "') for release '"
                    + part.name() + "'");
        }
        String hashFunction = data(release).path("hashFunction").asString("");
        if (part.hashFunction() != null && !hashFunction.isEmpty() && !hashFunction.equals(part.hashFunction())) {
            throw mismatch("hashFunction '" + part.hashFunction()
                    + "' doesn't match the one on the release object ('" + hashFunction + "') for release '"
                    + part.name() + "'");
        }
        return part.dataVersion();
    }

    private static ChangeRejectedException mismatch(String reason) {
        return new ChangeRejectedException(new ChangeRejection.Mismatch(reason));
    }

    /** Returns a shallow copy of the release's data. */
    private static ObjectNode data(Row release) {
        return copy(release.require(DATA));
    }

    private static ObjectNode copy(JsonNode object) {
        return object instanceof ObjectNode members
                ? JsonNodeFactory.instance.objectNode().setAll(members)
                : JsonNodeFactory.instance.objectNode();
    }

    private static boolean hasLocale(JsonNode data, String platform, String locale) {
        return data.path("platforms").path(platform).path("locales").has(locale);
    }

    /** Sets a locale; returns whether it is new. */
    private static boolean setLocale(
            ObjectNode data, String platform, String locale, JsonNode build, List<String> aliases) {
        // Copies only the objects on the path to the locale; the large rest is shared.
        ObjectNode platforms = copyMember(data, "platforms");
        String resolved = platforms.path(platform).path("alias").asString(platform);
        ObjectNode locales = copyMember(copyMember(platforms, resolved), "locales");
        boolean added = !locales.has(locale);
        locales.set(locale, build);
        for (String alias : aliases) {
            if (!platforms.has(alias)) {
                platforms.putObject(alias).put("alias", resolved);
            }
        }
        return added;
    }

    private static ObjectNode copyMember(ObjectNode parent, String name) {
        ObjectNode member = copy(parent.path(name));
        parent.set(name, member);
        return member;
    }

    /**
     * Makes a release read-only or writable. Does nothing if it is already read-only; if it is
     * already writable, creates a new version, as Mozilla's Balrog does.
     *
     * @param expected the data version that the change is based on
     * @return the data version of the release
     */
    public int setReadOnly(String name, boolean readOnly, int expected) {
        Row release = transaction
                .find(Entity.RELEASES, Row.of(NAME, name))
                .orElseThrow(() ->
                        new ChangeRejectedException(new ChangeRejection.Missing("Release: " + name + " not found")));
        if (readOnly && release.isTrue(READ_ONLY)) {
            return expected;
        }
        if (!readOnly && !release.isTrue(READ_ONLY)) {
            access.requireReadOnlyChange(transaction.who(), release.get(PRODUCT), false);
            return transaction.renew(Entity.RELEASES, release, expected).dataVersion();
        }
        if (readOnly) {
            access.requireReadOnlyChange(transaction.who(), release.get(PRODUCT), true);
            requireNothingScheduled(name, transaction.listScheduled(Entity.RELEASES, Row.of(NAME, name), false));
        }
        return transaction
                .updateFrom(Entity.RELEASES, release, Row.of(READ_ONLY, readOnly), expected)
                .dataVersion();
    }

    /**
     * Checks that no change of a whole release is scheduled when it becomes read-only, because that
     * change could not be enacted.
     *
     * @param scheduled the pending scheduled changes of the release
     */
    private static void requireNothingScheduled(String release, List<ScheduledChange> scheduled) {
        if (!scheduled.isEmpty()) {
            throw new ChangeRejectedException(new ChangeRejection.ChangeScheduled("Cannot make release '" + release
                    + "' read-only while changes of it are scheduled: delete or enact them first"));
        }
    }
}
