// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import dev.balrog.store.history.ObjectStore;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class GoogleObjectStoreTest extends CloudStoreContract {
    @Override
    CloudServer start() throws IOException {
        return new GoogleServer();
    }

    @Override
    ObjectStore open(CloudServer server, String location) {
        return ObjectStores.open("gs://" + location, Map.of("STORAGE_EMULATOR_HOST", server.url()));
    }
}
