// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import dev.balrog.store.history.ObjectStore;
import dev.balrog.store.history.ObjectStoreException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Object store in a bucket of Amazon S3, or of another S3-compatible store. */
final class S3ObjectStore implements ObjectStore {
    private final BucketLocation location;
    private final S3Client client;

    private S3ObjectStore(BucketLocation location, S3Client client) {
        this.location = location;
        this.client = client;
    }

    /**
     * Opens a bucket with the credentials and the region of AWS's default provider chains.
     * {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL} names another store, which is used
     * with path-style requests and without chunked encoding, as every such store supports them.
     *
     * @throws ObjectStoreException when there are no credentials or no region
     */
    static S3ObjectStore open(BucketLocation location, Map<String, String> environment) {
        DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Limits.CONNECT)
                        .socketTimeout(Limits.READ))
                .overrideConfiguration(override -> override.apiCallTimeout(Limits.TOTAL))
                .credentialsProvider(credentials);
        String endpoint = environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.get("AWS_ENDPOINT_URL"));
        if (endpoint == null || endpoint.isBlank()) {
            builder.region(region(location, null));
        } else {
            builder.region(region(location, Region.US_EAST_1))
                    .endpointOverride(endpoint(endpoint))
                    .forcePathStyle(true)
                    .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw new ObjectStoreException(
                    location + ": no credentials for AWS. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where"
                            + " there is a role",
                    e);
        }
        return new S3ObjectStore(location, builder.build());
    }

    private static URI endpoint(String text) {
        URI endpoint = text.matches("https?://[^/].*") ? URI.create(text) : null;
        if (endpoint == null || endpoint.getHost() == null) {
            throw new IllegalArgumentException("The endpoint of an S3 store, as AWS_ENDPOINT_URL_S3 names it, has to be"
                    + " a URL such as https://objects.example.com");
        }
        return endpoint;
    }

    private static Region region(BucketLocation location, @Nullable Region fallback) {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            if (fallback != null) {
                return fallback;
            }
            throw new ObjectStoreException(location + ": no AWS region. Set AWS_REGION to the one of the bucket", e);
        }
    }

    @Override
    public void put(String name, byte[] content) {
        location.call(() -> client.putObject(
                request -> request.bucket(location.bucket())
                        .key(location.key(name))
                        .contentType("application/json"),
                RequestBody.fromBytes(content)));
    }

    @Override
    public Optional<byte[]> get(String name) {
        return Optional.ofNullable(location.call(() -> read(location.key(name))));
    }

    private byte @Nullable [] read(String key) {
        try {
            return client.getObjectAsBytes(
                            request -> request.bucket(location.bucket()).key(key))
                    .asByteArray();
        } catch (NoSuchKeyException _) {
            return null;
        }
    }

    @Override
    public List<String> list(String prefix, int most) {
        return location.call(() -> client
                .listObjectsV2Paginator(request -> request.bucket(location.bucket())
                        .prefix(location.key(prefix))
                        .maxKeys(Math.min(most, Limits.PAGE)))
                .stream()
                .flatMap(page -> page.contents().stream())
                .limit(most)
                .map(S3Object::key)
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
        client.close();
    }
}
