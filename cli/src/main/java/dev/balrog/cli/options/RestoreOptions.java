// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.store.DatabaseUri;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Options of a restore. */
public final class RestoreOptions {
    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "Recovery point, such as 2026-01-31T12:00:05Z: changes up to the end of this second are restored,"
                            + " later ones are not. Default: all changes.")
    private @Nullable Instant time;

    @Option(
            names = {"--into", "--database"},
            paramLabel = "FILE|URI",
            required = true,
            converter = TargetConverter.class,
            description = "Target: a SQLite file, or the URI of a database.")
    @Variable("DBURI")
    private DatabaseUri target;

    @Option(
            names = "--force",
            description = "Replace an existing database. A SQLite file is renamed; a database on a server is dropped.")
    private boolean force;

    @Option(names = "--dry-run", description = "Only print the steps.")
    private boolean dryRun;

    /** Returns the recovery point; empty for all changes. */
    public Optional<Instant> time() {
        return Optional.ofNullable(time);
    }

    /** Returns the target. */
    public DatabaseUri target() {
        return target;
    }

    /** Returns whether an existing database is replaced. */
    public boolean force() {
        return force;
    }

    /** Returns whether only the steps are printed. */
    public boolean dryRun() {
        return dryRun;
    }

    /** Parses a URI, or the path of a file. */
    static final class TargetConverter implements ITypeConverter<DatabaseUri> {

        @Override
        public DatabaseUri convert(String text) {
            return text.contains("://")
                    ? new DatabaseOptions.UriConverter().convert(text)
                    : new DatabaseUri.Sqlite(Path.of(text).toAbsolutePath().normalize());
        }
    }
}
