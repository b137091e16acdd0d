// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Creates the table {@code dockerflow} with a primary key before migration 1.6 would create it
 * without one. Servers that require primary keys ({@code innodb_force_primary_key},
 * {@code sql_require_primary_key}) and clusters reject that script. It can't be changed, because
 * Flyway compares its checksum with that of databases where it was applied.
 */
final class DockerflowKey extends BaseCallback {
    private static final MigrationVersion WITHOUT_KEY = MigrationVersion.fromVersion("1.6");

    private final String tableOptions;

    DockerflowKey(String tableOptions) {
        this.tableOptions = tableOptions;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        if (!WITHOUT_KEY.equals(context.getMigrationInfo().getVersion())) {
            return;
        }
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS dockerflow (watchdog INTEGER NOT NULL, PRIMARY KEY (watchdog)) "
                            + tableOptions);
        } catch (SQLException e) {
            throw new FlywayException("The table dockerflow can't be created", e);
        }
    }
}
