// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.store.DatabaseUri;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What is restored, and where to. */
public final class RestoreOptions {
    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "The second whose end is restored, such as 2026-01-31T12:00:05Z: what was changed until then"
                    + " is there, and nothing later. Without it: all that there is.")
    private @Nullable Instant time;

    @Option(
            names = {"--into", "--database"},
            paramLabel = "FILE|URI",
            required = true,
            converter = TargetConverter.class,
            description = "Where to restore to: a SQLite file, or the URI of a database.")
    @Variable("DBURI")
    private DatabaseUri target;

    @Option(
            names = "--force",
            description = "Replace a database that is there. A SQLite file is kept under another name; one on a server"
                    + " is deleted.")
    private boolean force;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    /** The second whose end is restored; empty for all that there is. */
    public Optional<Instant> time() {
        return Optional.ofNullable(time);
    }

    /** Where to restore to. */
    public DatabaseUri target() {
        return target;
    }

    /** Whether a database that is there is replaced. */
    public boolean force() {
        return force;
    }

    /** Whether nothing is to be changed. */
    public boolean dryRun() {
        return dryRun;
    }

    /** Reads a URI, or the path of a file. */
    static final class TargetConverter implements ITypeConverter<DatabaseUri> {

        @Override
        public DatabaseUri convert(String text) {
            return text.contains("://")
                    ? new DatabaseOptions.UriConverter().convert(text)
                    : new DatabaseUri.Sqlite(Path.of(text).toAbsolutePath().normalize());
        }
    }
}
