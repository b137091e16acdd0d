// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Changes a rule in a database once a second, so that servers have to replace their snapshot. */
final class RuleToucher implements AutoCloseable {
    private static final int RULE = 1;

    private final Database database;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> changes;

    /** Starts the changes. */
    RuleToucher(Path file) {
        this.database = new Database(new DatabaseUri.Sqlite(file), DatabaseOptions.forWriting());
        this.changes = executor.scheduleAtFixedRate(this::touch, 0, 1, TimeUnit.SECONDS);
    }

    private void touch() {
        database.write(sql -> sql.execute("UPDATE rules SET data_version = data_version + 1 WHERE rule_id = ?", RULE));
    }

    /**
     * Stops the changes.
     *
     * @throws IllegalStateException if one of them failed
     */
    @Override
    public void close() {
        boolean failed = changes.state() == Future.State.FAILED;
        changes.cancel(false);
        executor.close();
        database.close();
        if (failed) {
            throw new IllegalStateException("the rule can't be changed", changes.exceptionNow());
        }
    }
}
