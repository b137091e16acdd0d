// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import dev.balrog.client.error.ApiException;
import dev.balrog.client.http.HttpTransport;
import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Deletion;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.OptimisticUpdate;
import dev.balrog.client.transport.Transport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Releases API, version 1, which changes releases that are stored as a whole. Each method throws
 * {@link dev.balrog.client.error.ClientException} if it fails.
 */
public final class ReleasesV1 {
    private static final String RELEASES = "releases";
    private static final String DATA_VERSION = "data_version";

    private final Transport transport;

    public ReleasesV1(Transport transport) {
        this.transport = transport;
    }

    /** Returns the names of releases. */
    public List<String> names(ReleaseFilter filter) {
        JsonNode answer =
                transport.send(listing(filter).with("names_only", "1")).body();
        return Fields.list(answer.path("names"), name -> name.asString(""));
    }

    /** Returns releases without their content. */
    public List<ReleaseInfo> list(ReleaseFilter filter) {
        return Fields.list(transport.send(listing(filter)).body().path(RELEASES), ReleaseInfo::of);
    }

    private static Call listing(ReleaseFilter filter) {
        return Call.get(RELEASES).with("product", filter.product()).with("name_prefix", filter.namePrefix());
    }

    /** Returns a release's content. */
    public StoredBlob get(String name) {
        return blob(Call.get(RELEASES, name));
    }

    /** Returns a release's data for a platform and locale. */
    public StoredBlob locale(String name, String platform, String locale) {
        return blob(Call.get(RELEASES, name, "builds", platform, locale));
    }

    private StoredBlob blob(Call call) {
        Transport.Answer answer = transport.send(call);
        return new StoredBlob(answer.body(), answer.requiredDataVersion(call));
    }

    /** Returns a release's data version; empty if the release does not exist. */
    public Optional<Long> dataVersion(String name) {
        Call call = Call.head(RELEASES, name);
        try {
            return Optional.of(transport.send(call).requiredDataVersion(call));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Creates a release, or replaces all of its content. A concurrent change prevents the
     * replacement.
     *
     * @return the release's new data version
     */
    public long submit(String name, String product, ObjectNode blob) {
        return OptimisticUpdate.run(new Submission(name, product, blob), transport.settings());
    }

    /**
     * Sets members of a release's content, and creates the release if it does not exist. Concurrent
     * changes of the release do not prevent it.
     *
     * @param members the members to set; all others are kept
     * @param schemaVersion the release's schema version
     * @param hashFunction the hash function of the release's files; null if the schema has none
     * @return the release's new data version
     */
    public long update(
            String name, String product, ObjectNode members, int schemaVersion, @Nullable String hashFunction) {
        ObjectNode body = partial(product, members, schemaVersion, hashFunction).put("name", name);
        return repeating(name, version -> newVersion(Call.post(versioned(body, version), RELEASES, name)));
    }

    /**
     * Adds a locale's build to a release. Any number of clients can do so concurrently.
     *
     * @return the release's new data version
     */
    public long submitLocale(LocaleSubmission build) {
        ObjectNode body = partial(build.product(), build.data(), build.schemaVersion(), build.hashFunction());
        if (!build.aliases().isEmpty()) {
            body.put("alias", HttpTransport.JSON.writeValueAsString(build.aliases()));
        }
        return repeating(
                build.release(),
                version -> newVersion(Call.put(
                        versioned(body, version),
                        RELEASES,
                        build.release(),
                        "builds",
                        build.platform(),
                        build.locale())));
    }

    /** Returns whether a release is read-only. */
    public boolean isReadOnly(String name) {
        return Fields.truth(
                transport.send(Call.get(RELEASES, name, "read_only")).body(), "read_only");
    }

    /**
     * Sets whether a release is read-only.
     *
     * @return the release's new data version
     */
    public long setReadOnly(String name, boolean readOnly) {
        ObjectNode body = Fields.object().put("read_only", readOnly);
        return repeating(name, version -> newVersion(Call.put(versioned(body, version), RELEASES, name, "read_only")));
    }

    /** Deletes a release, unless it is changed concurrently. */
    public void delete(String name) {
        Supplier<Long> version = () -> get(name).dataVersion();
        Deletion.run(
                version,
                read -> transport.send(Call.delete(RELEASES, name).with(DATA_VERSION, read)),
                transport.settings());
    }

    private static ObjectNode partial(
            String product, ObjectNode data, int schemaVersion, @Nullable String hashFunction) {
        // The v1 API takes the content as a string within its JSON.
        ObjectNode body = Fields.object().put("product", product).put("data", data.toString());
        body.put("schema_version", schemaVersion);
        if (hashFunction != null) {
            body.put("hashFunction", hashFunction);
        }
        return body;
    }

    private static ObjectNode versioned(ObjectNode body, Optional<Long> version) {
        ObjectNode copy = body.deepCopy();
        version.ifPresent(number -> copy.put(DATA_VERSION, number));
        return copy;
    }

    private long newVersion(Call call) {
        return Fields.number(transport.send(call).body(), "new_data_version");
    }

    /** Runs a change whose meaning does not depend on the rest of the release. */
    private long repeating(String name, Function<Optional<Long>, Long> change) {
        return OptimisticUpdate.run(
                new OptimisticUpdate<Optional<Long>, Long>() {
                    @Override
                    public Optional<Long> read() {
                        return dataVersion(name);
                    }

                    @Override
                    public Long change(Optional<Long> version) {
                        return change.apply(version);
                    }

                    @Override
                    public Optional<Long> outcome(Optional<Long> now) {
                        return Optional.empty();
                    }

                    @Override
                    public boolean stillMakesSense(Optional<Long> first, Optional<Long> now) {
                        return true;
                    }
                },
                transport.settings());
    }

    private final class Submission implements OptimisticUpdate<Optional<StoredBlob>, Long> {
        private final String name;
        private final String product;
        private final ObjectNode blob;

        Submission(String name, String product, ObjectNode blob) {
            this.name = name;
            this.product = product;
            this.blob = blob;
        }

        @Override
        public Optional<StoredBlob> read() {
            try {
                return Optional.of(get(name));
            } catch (ApiException e) {
                if (e.isNotFound()) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        @Override
        public Long change(Optional<StoredBlob> state) {
            ObjectNode body =
                    Fields.object().put("name", name).put("product", product).put("blob", blob.toString());
            ObjectNode versioned = versioned(body, state.map(StoredBlob::dataVersion));
            JsonNode answer =
                    transport.send(Call.put(versioned, RELEASES, name)).body();
            // The response has no data version for a new release.
            return answer.path("new_data_version").asLong(1);
        }

        @Override
        public Optional<Long> outcome(Optional<StoredBlob> now) {
            return now.filter(stored -> stored.content().equals(blob)).map(StoredBlob::dataVersion);
        }

        @Override
        public boolean stillMakesSense(Optional<StoredBlob> first, Optional<StoredBlob> now) {
            return first.map(StoredBlob::content).equals(now.map(StoredBlob::content));
        }
    }
}
