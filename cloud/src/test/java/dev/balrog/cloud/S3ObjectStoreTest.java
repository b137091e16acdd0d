// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balrog.store.history.ObjectStore;
import dev.balrog.store.history.ObjectStoreException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class S3ObjectStoreTest extends CloudStoreContract {
    @BeforeAll
    static void setCredentials() {
        System.setProperty("aws.accessKeyId", S3Server.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", "a-secret");
    }

    @AfterAll
    static void clearCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Override
    CloudServer start() throws IOException {
        return new S3Server();
    }

    @Override
    ObjectStore open(CloudServer server, String location) {
        return ObjectStores.open("s3://" + location, Map.of("AWS_ENDPOINT_URL_S3", server.url()));
    }

    @Test
    void withoutCredentialsItIsSaidWhichAreMissing() {
        clearCredentials();
        try {
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(
                            () -> ObjectStores.open("s3://history", Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1")))
                    .withMessageStartingWith("s3://history: no credentials for AWS. Set AWS_ACCESS_KEY_ID");
        } finally {
            setCredentials();
        }
    }

    @Test
    void withoutARegionItIsSaidThatItIsMissing() {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> ObjectStores.open("s3://history", Map.of()))
                .withMessage("s3://history: no AWS region. Set AWS_REGION to the one of the bucket");
    }

    @Test
    void anEndpointHasToBeAUrl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open("s3://history", Map.of("AWS_ENDPOINT_URL_S3", "localhost:9000")))
                .withMessageContaining("https://objects.example.com");
    }
}
