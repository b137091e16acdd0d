// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.store.DatabaseUri;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Database that was restored by other means than Balrog's backups. */
public final class RestoredDatabaseOptions {
    @Option(
            names = "--restored",
            paramLabel = "URI",
            converter = DatabaseOptions.UriConverter.class,
            description =
                    "A database that was restored by other means as of the end of the second --to, such as a clone"
                            + " in Cloud SQL. It is only read, and the backups are not used.")
    private @Nullable DatabaseUri restored;

    /** Returns the database; empty when backups are to be restored. */
    public Optional<DatabaseUri> restored() {
        return Optional.ofNullable(restored);
    }
}
