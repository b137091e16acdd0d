// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import dev.balrog.client.error.ApiException;
import dev.balrog.client.pin.PinOutcome;
import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.OptimisticUpdate;
import dev.balrog.client.transport.Patch;
import dev.balrog.client.transport.Transport;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Releases API, version 2, which stores each locale of each platform separately. Each method throws
 * {@link dev.balrog.client.error.ClientException} if it fails.
 */
public final class Releases {
    private static final String V2 = "v2";
    private static final String RELEASES = "releases";

    private final Transport transport;

    public Releases(Transport transport) {
        this.transport = transport;
    }

    /** Returns the names of all releases. */
    public List<String> names() {
        JsonNode names =
                transport.send(Call.get(V2, RELEASES).with("names_only", "1")).body();
        return Fields.list(names, name -> name.asString(""));
    }

    /**
     * Returns releases without their content, including those that are only scheduled to be
     * created.
     */
    public List<ReleaseInfo> list(ReleaseFilter filter) {
        JsonNode answer = transport.send(Call.get(V2, RELEASES)).body();
        return Fields.list(answer.path(RELEASES), ReleaseInfo::of).stream()
                .filter(filter::accepts)
                .toList();
    }

    /** Returns a release with its content. */
    public StoredRelease get(String name) {
        return StoredRelease.of(transport.send(Call.get(V2, RELEASES, name)).body());
    }

    /** Returns a release with its content; empty if it does not exist. */
    public Optional<StoredRelease> find(String name) {
        return unlessMissing(() -> get(name));
    }

    /** Returns the data versions of a release's parts. */
    public DataVersions dataVersions(String name) {
        return new DataVersions(transport
                .send(Call.get(V2, RELEASES, name, "data_versions"))
                .body()
                .path("data_versions"));
    }

    /** Returns the data version of a locale; empty if the release or locale does not exist. */
    public Optional<Long> dataVersion(String name, String platform, String locale) {
        String part = ".platforms." + platform + ".locales." + locale;
        Call call = Call.get(V2, RELEASES, name, part, "data_version");
        return unlessMissing(() -> Fields.number(transport.send(call).body(), "data_version"));
    }

    /**
     * Creates a release, or replaces all of its content. A concurrent change prevents the
     * replacement.
     *
     * @param product the release's product; null keeps that of an existing release
     * @param when the time at which to schedule the change, which allows signoffs; null to execute
     *     it immediately
     */
    public ReleaseOutcome submit(String name, ObjectNode blob, @Nullable String product, @Nullable Instant when) {
        return OptimisticUpdate.run(new Submission(name, blob, product, when), transport.settings());
    }

    /**
     * Sets members of a release's content, at any depth. Concurrent changes of other members do not
     * prevent it.
     *
     * @param members the members to set; all others are kept
     * @param when the time at which to schedule the change, which allows signoffs; null to execute
     *     it immediately
     */
    public ReleaseOutcome update(String name, ObjectNode members, @Nullable Instant when) {
        return OptimisticUpdate.run(new Update(name, members, when), transport.settings());
    }

    /**
     * Adds a locale's build to a release, which is created if it does not exist. Any number of
     * clients can do so concurrently.
     */
    public ReleaseOutcome submitLocale(LocaleSubmission build) {
        return OptimisticUpdate.run(new LocaleUpdate(build), transport.settings());
    }

    /** Deletes a release and all its scheduled changes. */
    public void delete(String name) {
        transport.send(Call.delete(V2, RELEASES, name));
    }

    /**
     * Sets whether a release is read-only. Setting it writable may require signoffs and is
     * scheduled then.
     */
    public ReleaseOutcome setReadOnly(String name, boolean readOnly) {
        OptimisticUpdate<Long, ReleaseOutcome> change = new OptimisticUpdate<>() {
            @Override
            public Long read() {
                return dataVersions(name).base().orElse(0L);
            }

            @Override
            public ReleaseOutcome change(Long version) {
                ObjectNode body = Fields.object().put("read_only", readOnly).put("old_data_version", version);
                return new ReleaseOutcome(transport
                        .send(Call.put(body, V2, RELEASES, name, "read_only"))
                        .body());
            }

            @Override
            public Optional<ReleaseOutcome> outcome(Long now) {
                return Optional.empty();
            }

            @Override
            public boolean stillMakesSense(Long first, Long now) {
                return true;
            }
        };
        return OptimisticUpdate.run(change, transport.settings());
    }

    /**
     * Pins a version to a release.
     *
     * @param version the version prefix, such as {@code 115.} or {@code 115.2.}
     * @param when the time at which to schedule the change; null to execute it immediately
     */
    public PinOutcome setPinnable(String name, String product, String channel, String version, @Nullable Instant when) {
        ObjectNode body =
                Fields.object().put("product", product).put("channel", channel).put("version", version);
        return PinOutcome.of(transport
                .send(Call.put(scheduled(body, when), V2, RELEASES, name, "pinnable"))
                .body());
    }

    /**
     * Signs off all scheduled changes of a release, in a role that the user has.
     *
     * @param changes the changes that were read and approved
     * @throws dev.balrog.client.error.OutdatedChangeException if the scheduled changes differ now; nothing is signed off
     *     then
     */
    public void signOff(String name, Collection<ScheduledChange> changes, String role) {
        ObjectNode body = addDigests(Fields.object().put("role", role), changes);
        transport.send(Call.put(body, V2, RELEASES, name, "signoff"));
    }

    /** Revokes the user's own signoffs of all scheduled changes of a release. */
    public void withdrawSignoff(String name) {
        transport.send(Call.delete(V2, RELEASES, name, "signoff"));
    }

    /**
     * Enacts all scheduled changes of a release now.
     *
     * @param changes the changes that were read
     * @throws dev.balrog.client.error.OutdatedChangeException if the scheduled changes differ now; nothing is enacted then
     */
    public void enact(String name, Collection<ScheduledChange> changes) {
        transport.send(Call.post(addDigests(Fields.object(), changes), V2, RELEASES, name, "enact"));
    }

    private static ObjectNode addDigests(ObjectNode body, Collection<ScheduledChange> changes) {
        ObjectNode digests = Fields.object();
        for (ScheduledChange change : changes) {
            if (change.digest() != null) {
                digests.put(change.partKey(), change.digest());
            }
        }
        if (!digests.isEmpty()) {
            body.set("digests", digests);
        }
        return body;
    }

    private static ObjectNode scheduled(ObjectNode body, @Nullable Instant when) {
        return when == null ? body : body.put("when", when.toEpochMilli());
    }

    private static <T> Optional<T> unlessMissing(Supplier<T> get) {
        try {
            return Optional.of(get.get());
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ReleaseOutcome update(String name, ObjectNode members, ObjectNode versions, @Nullable Instant when) {
        ObjectNode body = Fields.object();
        body.set("blob", members);
        body.set("old_data_versions", versions);
        return new ReleaseOutcome(transport
                .send(Call.post(scheduled(body, when), V2, RELEASES, name))
                .body());
    }

    private ReleaseOutcome replace(
            String name,
            ObjectNode blob,
            @Nullable String product,
            Optional<DataVersions> versions,
            @Nullable Instant when) {
        ObjectNode body = Fields.object();
        body.set("blob", blob);
        if (product != null) {
            body.put("product", product);
        }
        versions.ifPresent(known -> body.set("old_data_versions", known.toJson()));
        return new ReleaseOutcome(transport
                .send(Call.put(scheduled(body, when), V2, RELEASES, name))
                .body());
    }

    private final class Submission implements OptimisticUpdate<Optional<StoredRelease>, ReleaseOutcome> {
        private final String name;
        private final ObjectNode blob;
        private final @Nullable String product;
        private final @Nullable Instant when;

        Submission(String name, ObjectNode blob, @Nullable String product, @Nullable Instant when) {
            this.name = name;
            this.blob = blob;
            this.product = product;
            this.when = when;
        }

        @Override
        public Optional<StoredRelease> read() {
            return find(name);
        }

        @Override
        public ReleaseOutcome change(Optional<StoredRelease> state) {
            return replace(name, blob, product, state.map(StoredRelease::dataVersions), when);
        }

        @Override
        public Optional<ReleaseOutcome> outcome(Optional<StoredRelease> now) {
            return now.filter(release -> when == null && release.blob().equals(blob))
                    .map(release -> new ReleaseOutcome(release.dataVersions().toJson()));
        }

        @Override
        public boolean stillMakesSense(Optional<StoredRelease> first, Optional<StoredRelease> now) {
            return first.map(StoredRelease::blob).equals(now.map(StoredRelease::blob))
                    && first.map(StoredRelease::scheduledBlob).equals(now.map(StoredRelease::scheduledBlob));
        }
    }

    private final class Update implements OptimisticUpdate<StoredRelease, ReleaseOutcome> {
        private final String name;
        private final ObjectNode members;
        private final @Nullable Instant when;

        Update(String name, ObjectNode members, @Nullable Instant when) {
            this.name = name;
            this.members = members;
            this.when = when;
        }

        @Override
        public StoredRelease read() {
            return get(name);
        }

        @Override
        public ReleaseOutcome change(StoredRelease release) {
            return update(name, members, release.dataVersions().toJsonFor(members), when);
        }

        @Override
        public Optional<ReleaseOutcome> outcome(StoredRelease now) {
            return when == null && Patch.isIn(members, now.blob())
                    ? Optional.of(new ReleaseOutcome(now.dataVersions().toJson()))
                    : Optional.empty();
        }

        @Override
        public boolean stillMakesSense(StoredRelease first, StoredRelease now) {
            return Patch.isUntouched(members, first.blob(), now.blob());
        }
    }

    /**
     * Update of one locale. Reads only the locale's data version, since releases are large and
     * submissions frequent.
     */
    private final class LocaleUpdate implements OptimisticUpdate<Optional<Long>, ReleaseOutcome> {
        private final LocaleSubmission build;

        LocaleUpdate(LocaleSubmission build) {
            this.build = build;
        }

        @Override
        public Optional<Long> read() {
            return dataVersion(build.release(), build.platform(), build.locale());
        }

        @Override
        public ReleaseOutcome change(Optional<Long> version) {
            try {
                return update(version);
            } catch (ApiException e) {
                if (e.isNotFound()) {
                    return create();
                }
                throw e;
            }
        }

        private ReleaseOutcome update(Optional<Long> version) {
            ObjectNode members = build.asPartOfRelease();
            ObjectNode versions = Fields.object();
            ObjectNode locales =
                    versions.putObject("platforms").putObject(build.platform()).putObject("locales");
            version.ifPresent(number -> locales.put(build.locale(), number));
            return Releases.this.update(build.release(), members, versions, null);
        }

        private ReleaseOutcome create() {
            ObjectNode blob = Fields.object().put("name", build.release()).put("schema_version", build.schemaVersion());
            if (build.hashFunction() != null) {
                blob.put("hashFunction", build.hashFunction());
            }
            blob.setAll(build.asPartOfRelease());
            try {
                return replace(build.release(), blob, build.product(), Optional.empty(), null);
            } catch (ApiException e) {
                if (find(build.release()).isEmpty()) {
                    throw e;
                }
                // Another client created the release concurrently.
                return update(read());
            }
        }

        @Override
        public Optional<ReleaseOutcome> outcome(Optional<Long> now) {
            return Optional.empty();
        }

        @Override
        public boolean stillMakesSense(Optional<Long> first, Optional<Long> now) {
            return true;
        }
    }
}
