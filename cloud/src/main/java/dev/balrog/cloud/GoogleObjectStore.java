// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import dev.balrog.store.history.ObjectStore;
import dev.balrog.store.history.ObjectStoreException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Object store in a bucket of Google Cloud Storage. */
final class GoogleObjectStore implements ObjectStore {
    private final BucketLocation location;
    private final Storage storage;

    private GoogleObjectStore(BucketLocation location, Storage storage) {
        this.location = location;
        this.storage = storage;
    }

    /**
     * Opens a bucket with the application default credentials, or a bucket of the emulator in
     * {@code STORAGE_EMULATOR_HOST} without credentials.
     *
     * @throws ObjectStoreException when there are no credentials
     */
    static GoogleObjectStore open(BucketLocation location, Map<String, String> environment) {
        HttpStorageOptions.Builder options = StorageOptions.http()
                // Not used, but without it the library searches for a project, which takes long.
                .setProjectId("unused")
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout((int) Limits.CONNECT.toMillis())
                        .setReadTimeout((int) Limits.READ.toMillis())
                        .build())
                .setRetrySettings(RetrySettings.newBuilder()
                        .setInitialRetryDelayDuration(Duration.ofMillis(250))
                        .setRetryDelayMultiplier(2)
                        .setMaxRetryDelayDuration(Duration.ofSeconds(4))
                        .setTotalTimeoutDuration(Limits.TOTAL)
                        .build())
                // Retries are safe: an object is always put with the same content.
                .setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy());
        String emulator = environment.get("STORAGE_EMULATOR_HOST");
        if (emulator == null || emulator.isBlank()) {
            options.setCredentials(credentials(location));
        } else {
            options.setCredentials(NoCredentials.getInstance())
                    .setHost(emulator.contains("://") ? emulator : "http://" + emulator);
        }
        return new GoogleObjectStore(location, options.build().getService());
    }

    private static GoogleCredentials credentials(BucketLocation location) {
        try {
            return GoogleCredentials.getApplicationDefault();
        } catch (IOException e) {
            throw new ObjectStoreException(
                    location + ": no credentials for Google Cloud Storage. Set GOOGLE_APPLICATION_CREDENTIALS to the"
                            + " file with the key of a service account, or run as one",
                    e);
        }
    }

    @Override
    public void put(String name, byte[] content) {
        BlobInfo blob = BlobInfo.newBuilder(location.bucket(), location.key(name))
                .setContentType("application/json")
                .build();
        location.call(() -> storage.create(blob, content));
    }

    @Override
    public Optional<byte[]> get(String name) {
        return Optional.ofNullable(location.call(() -> read(BlobId.of(location.bucket(), location.key(name)))));
    }

    private byte @Nullable [] read(BlobId blob) {
        try {
            return storage.readAllBytes(blob);
        } catch (StorageException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public List<String> list(String prefix, int most) {
        return location.call(() -> storage.list(
                        location.bucket(),
                        BlobListOption.prefix(location.key(prefix)),
                        BlobListOption.pageSize(Math.min(most, Limits.PAGE)),
                        BlobListOption.fields(BlobField.NAME))
                .streamAll()
                .limit(most)
                .map(Blob::getName)
                .map(location::name)
                .sorted()
                .toList());
    }

    @Override
    public String description() {
        return location.toString();
    }

    @Override
    public void close() {
        try {
            storage.close();
        } catch (Exception e) {
            throw location.failure(e);
        }
    }
}
