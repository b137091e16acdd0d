// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.Action;
import dev.balrog.core.change.MergeConflictException;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.ThreeWayMerge;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes of releases that are stored whole. */
public final class WholeReleases {
    private static final String DATA = "data";

    private final Transaction transaction;
    private final ReleaseHistory history;
    private final ReleaseAccess access;

    /**
     * Makes them part of a transaction.
     *
     * @param history where to find what a release was, to merge changes that were made at the same time
     */
    public WholeReleases(Transaction transaction, ReleaseHistory history) {
        this.transaction = transaction;
        this.history = history;
        this.access = new ReleaseAccess(transaction.queries());
    }

    /** Adds a release. */
    public Row create(String name, String product, ObjectNode data) {
        return transaction.insert(
                Entity.RELEASES, Row.of("name", name).with("product", product).with(DATA, data));
    }

    /**
     * Gives a release other content. Where it has changed since, both changes are merged if they don't contradict each
     * other.
     *
     * @param expected the version that the change was made against
     */
    public Row replace(String name, String product, ObjectNode data, int expected) {
        return replace(transaction.require(Entity.RELEASES, Row.of("name", name)), product, data, expected);
    }

    private Row replace(Row present, String product, ObjectNode data, int expected) {
        Row what = Row.of(DATA, data).with("product", product);
        boolean same = data.equals(present.json(DATA)) && product.equals(present.text("product"));
        if (expected != present.dataVersion() && !same) {
            Optional<ObjectNode> merged = merge(present.requireText("name"), expected, present, data);
            if (merged.isPresent()) {
                return transaction.updateFrom(
                        Entity.RELEASES, present, what.with(DATA, merged.get()), present.dataVersion());
            }
        }
        try {
            return transaction.updateFrom(Entity.RELEASES, present, what, expected);
        } catch (ChangeRejectedException e) {
            if (same && e.rejection() instanceof ChangeRejection.Outdated) {
                // The same once more, from somebody who did not get the answer.
                return present;
            }
            throw e;
        }
    }

    private Optional<ObjectNode> merge(String name, int expected, Row present, ObjectNode data) {
        Optional<JsonNode> ancestor = history.data(name, expected);
        if (ancestor.isPresent()
                && ancestor.get() instanceof ObjectNode base
                && present.json(DATA) instanceof ObjectNode tip) {
            try {
                return Optional.of(ThreeWayMerge.merge(base, tip, data));
            } catch (MergeConflictException _) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Part of a release, for one release and perhaps for others as well.
     *
     * @param name the release
     * @param product its product
     * @param copyTo names of other releases that get the same
     * @param dataVersion the version of the release that this was made against; null when it may not exist yet
     * @param schemaVersion format of releases that do not exist yet
     * @param hashFunction hash function of all of the releases; null when nothing is said about it
     */
    public record Part(
            String name,
            String product,
            List<String> copyTo,
            @Nullable Integer dataVersion,
            JsonNode schemaVersion,
            @Nullable String hashFunction) {}

    /**
     * What came of it.
     *
     * @param isNew whether the part was added rather than changed
     * @param dataVersion the version of the release
     */
    public record Submitted(boolean isNew, int dataVersion) {}

    /** A release that does not exist can't be added, so that there is nothing to put the part into. */
    public static final class NotAddedException extends ChangeRejectedException {
        @Serial
        private static final long serialVersionUID = 1L;

        private NotAddedException(ChangeRejectedException cause) {
            super(cause.rejection());
            initCause(cause);
        }
    }

    /** Changes values at the top of releases, which are added where they do not exist. */
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
     * Sets what releases have for a platform and locale; they are added where they do not exist.
     *
     * @param aliases names of platforms that shall get the same as this one, where they are none of their own
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
                            release.text("product"));
            boolean added = setLocale(data, platform, locale, build, aliases);
            // Whatever the version is that it was made against: what is not there, nobody else has changed.
            int expected = added ? release.dataVersion() : target.expected;
            Row changed = replace(release, release.requireText("product"), data, expected);
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
     * What a part is put into.
     *
     * @param expected the version that the part was made against
     */
    private record Target(Row release, int expected) {}

    /** The release, which is added if it does not exist. */
    private Target prepared(Part part, String name) {
        Optional<Row> present = transaction.find(Entity.RELEASES, Row.of("name", name));
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
                throw new NotAddedException(e);
            }
        }
        Row release = present.get();
        return new Target(release, name.equals(part.name()) ? fitting(part, release) : release.dataVersion());
    }

    /** Checks that the part can be one of the release; says which version it was made against. */
    private static int fitting(Part part, Row release) {
        if (part.dataVersion() == null) {
            throw ChangeRejectedException.invalid("Release exists, data_version must be provided");
        }
        String product = release.requireText("product");
        if (!product.equals(part.product())) {
            throw ChangeRejectedException.invalid("Product name '" + part.product()
                    + "' doesn't match the one on the release object ('" + product + "') for release '"
                    + part.name() + "'");
        }
        String hashFunction = data(release).path("hashFunction").asString("");
        if (part.hashFunction() != null && !hashFunction.isEmpty() && !hashFunction.equals(part.hashFunction())) {
            throw ChangeRejectedException.invalid("hashFunction '" + part.hashFunction()
                    + "' doesn't match the one on the release object ('" + hashFunction + "') for release '"
                    + part.name() + "'");
        }
        return part.dataVersion();
    }

    /** A copy, whose members are still those of the release. */
    private static ObjectNode data(Row release) {
        return copy(Objects.requireNonNull(release.json(DATA), DATA));
    }

    private static ObjectNode copy(JsonNode object) {
        return object instanceof ObjectNode members
                ? JsonNodeFactory.instance.objectNode().setAll(members)
                : JsonNodeFactory.instance.objectNode();
    }

    private static boolean hasLocale(JsonNode data, String platform, String locale) {
        return data.path("platforms").path(platform).path("locales").has(locale);
    }

    /** Whether there was nothing before. */
    private static boolean setLocale(
            ObjectNode data, String platform, String locale, JsonNode build, List<String> aliases) {
        // What lies on the way is copied, and nothing else: the rest is large, and the same.
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
     * Makes a release read-only, or writable again. Nothing is done when it is read-only already; one that is writable
     * already gets a new version, as in the reference.
     *
     * @param expected the version that the change was made against
     * @return the version of the release
     */
    public int setReadOnly(String name, boolean readOnly, int expected) {
        Row release = transaction
                .find(Entity.RELEASES, Row.of("name", name))
                .orElseThrow(() ->
                        new ChangeRejectedException(new ChangeRejection.Missing("Release: " + name + " not found")));
        if (readOnly && release.isTrue("read_only")) {
            return expected;
        }
        if (!readOnly && !release.isTrue("read_only")) {
            access.requireReadOnlyChange(transaction.who(), release.text("product"), false);
            return transaction.renew(Entity.RELEASES, release, expected).dataVersion();
        }
        if (readOnly) {
            access.requireReadOnlyChange(transaction.who(), release.text("product"), true);
            ReleaseAccess.requireNothingScheduled(
                    name, transaction.listScheduled(Entity.RELEASES, Row.of("name", name), false));
        }
        return transaction
                .updateFrom(Entity.RELEASES, release, Row.of("read_only", readOnly), expected)
                .dataVersion();
    }
}
