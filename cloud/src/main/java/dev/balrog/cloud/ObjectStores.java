// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.ObjectStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens object stores, of whichever kind. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens an object store. It is not asked whether it is there; that shows when it is used.
     *
     * @param uri the name of a bucket of Google Cloud Storage, {@code gs://bucket[/prefix]}, {@code
     *     s3://bucket[/prefix]}, or {@code file:///directory}
     * @param environment environment variables, of which those count that the clouds' own tools know:
     *     {@code STORAGE_EMULATOR_HOST}, {@code AWS_ENDPOINT_URL_S3} and {@code AWS_ENDPOINT_URL}. Credentials and region
     *     are looked for by the clouds' libraries, in the process's own environment among others
     * @throws IllegalArgumentException when it is none of these; the message does not repeat it
     * @throws dev.balrog.store.history.ObjectStoreException when there are no credentials, or the directory can't be made
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
                        + " s3://bucket[/prefix], or file:///directory, where a blank is written as %20",
                cause);
    }
}
