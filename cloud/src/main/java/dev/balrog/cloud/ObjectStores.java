// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.ObjectStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Factory of object stores, by URI. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens an object store. Does not check whether it exists: its first use fails when it doesn't.
     *
     * @param uri name of a bucket of Google Cloud Storage, {@code gs://bucket[/prefix]},
     *     {@code s3://bucket[/prefix]}, or {@code file:///directory}
     * @param environment environment variables; those of the clouds' own tools are used:
     *     {@code STORAGE_EMULATOR_HOST}, {@code AWS_ENDPOINT_URL_S3} and {@code AWS_ENDPOINT_URL}.
     *     The clouds' libraries find credentials and region themselves, also in the environment of
     *     the process
     * @throws IllegalArgumentException when the URI has none of these forms; the message does not
     *     repeat the URI
     * @throws dev.balrog.store.history.ObjectStoreException when there are no credentials, or the
     *     directory can't be created
     */
    public static ObjectStore open(String uri, Map<String, String> environment) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        return switch (scheme) {
            case "" -> GoogleObjectStore.open(BucketLocation.parse("gs", plainName(uri)), environment);
            case "gs" -> GoogleObjectStore.open(location(uri, scheme), environment);
            case "s3" -> S3ObjectStore.open(location(uri, scheme), environment);
            case "file" -> new DirectoryObjectStore(directory(uri));
            default -> throw unknown(null);
        };
    }

    private static String plainName(String text) {
        if (text.contains("/")) {
            throw unknown(null);
        }
        return text;
    }

    private static BucketLocation location(String uri, String scheme) {
        String start = scheme + "://";
        if (!uri.startsWith(start)) {
            throw unknown(null);
        }
        return BucketLocation.parse(scheme, uri.substring(start.length()));
    }

    private static Path directory(String uri) {
        try {
            return Path.of(new URI(uri));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw unknown(e);
        }
    }

    private static IllegalArgumentException unknown(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "An object store has to be the name of a bucket of Google Cloud Storage, gs://bucket[/prefix],"
                        + " s3://bucket[/prefix], or file:///directory, where a space is written as %20",
                cause);
    }
}
