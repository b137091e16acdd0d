// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.store.DatabaseUri;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Server for temporary databases. */
public final class ScratchOptions {
    @Option(
            names = "--database",
            paramLabel = "URI",
            converter = DatabaseOptions.UriConverter.class,
            description = "Database on the server beside which a temporary one may be created; only for backups of"
                    + " servers. The user needs the privilege to create it.")
    @Variable("DBURI")
    private @Nullable DatabaseUri server;

    /** Returns a database on the server that may hold temporary ones; empty for none. */
    public Optional<DatabaseUri> server() {
        return Optional.ofNullable(server);
    }
}
