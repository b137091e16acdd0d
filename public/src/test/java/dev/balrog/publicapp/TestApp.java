// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.service.HttpSettings;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.Schema;
import dev.balrog.store.TestDatabases;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public app on a free port, with a database that is open for changes. */
final class TestApp implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final PublicApp app;

    private TestApp(Database database, PublicApp app) {
        this.database = database;
        this.app = app;
    }

    /** Makes a database with these rows, and starts the app on it, configured as golden cases say. */
    static TestApp start(DatabaseUri uri, JsonNode state, JsonNode config) throws IOException {
        Database database = new Database(uri, DatabaseOptions.forWriting());
        new Schema(database).upgrade();
        TestDatabases.fill(database, state);
        return new TestApp(database, PublicApp.start(settings(uri, config), () -> 50, InstantSource.system(), NO_REPORT));
    }
}
