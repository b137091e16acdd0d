// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.history.ObjectStore;
import dev.balrog.store.history.ObjectStoreContract;
import dev.balrog.store.history.ObjectStoreException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every cloud has to do, over real HTTP. */
abstract class CloudStoreContract extends ObjectStoreContract {
    private CloudServer server;
    private ObjectStore store;

    abstract CloudServer start() throws IOException;

    abstract ObjectStore open(CloudServer server, String location);

    @BeforeEach
    void startServer() throws IOException {
        server = start();
        store = open(server, CloudServer.BUCKET);
    }

    @AfterEach
    void stopServer() {
        store.close();
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void objectsAreJson() {
        store.put("a/1-2-bob.json", new byte[] {'1'});
        assertThat(server.contentTypes).containsEntry("a/1-2-bob.json", "application/json");
    }

    @Test
    void aPrefixKeepsObjectsApart() {
        store.put("outside", new byte[] {'1'});
        try (ObjectStore inside = open(server, CloudServer.BUCKET + "/balrog/stage")) {
            assertThat(inside.description()).endsWith("://history/balrog/stage/");
            inside.put("a/1-2-bob.json", new byte[] {'2'});
            assertThat(server.objects).containsKey("balrog/stage/a/1-2-bob.json");
            assertThat(inside.get("a/1-2-bob.json")).hasValue(new byte[] {'2'});
            assertThat(inside.get("outside")).isEmpty();
            assertThat(inside.list("")).containsExactly("a/1-2-bob.json");
        }
    }

    @Test
    void aShortFailureIsOvercome() {
        server.failures.add(503);
        store.put("a/1.json", new byte[] {'1'});
        server.failures.add(500);
        assertThat(store.get("a/1.json")).hasValue(new byte[] {'1'});
        server.failures.add(503);
        assertThat(store.list("")).containsExactly("a/1.json");
        assertThat(server.failures).isEmpty();
    }

    @Test
    void aBucketThatIsMissingIsReportedInOneLine() {
        try (ObjectStore missing = open(server, "another-bucket")) {
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(() -> missing.put("a", new byte[0]))
                    .withMessageStartingWith(missing.description())
                    .withMessageContaining("The specified bucket does not exist")
                    .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
            assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> missing.list("a"));
        }
    }

    @Test
    void whatMayNotBeDoneIsReportedInOneLine() {
        server.failures.add(403);
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.put("a", new byte[0]))
                .withMessageStartingWith(store.description() + ": ")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
    }
}
