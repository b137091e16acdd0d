// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.backup.BackupDirectory;
import dev.balrog.backup.ContinuousBackup;
import dev.balrog.store.DatabaseUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of backups. */
public final class BackupOptions {
    @Option(
            names = "--database",
            paramLabel = "URI",
            converter = DatabaseOptions.UriConverter.class,
            description = "URI of the database: sqlite:////absolute/path.db or mysql://user:password@host:port/name.")
    @Variable("DBURI")
    private @Nullable DatabaseUri database;

    @Option(
            names = {"--to", "--backups"},
            paramLabel = "DIRECTORY",
            description = "Directory for the backups of this database only. It is created if missing.")
    @Variable("BALROG_BACKUPS")
    private @Nullable Path place;

    @Option(
            names = "--history",
            paramLabel = "DIRECTORY",
            description = "Directory of the release history, which is backed up too. Default:"
                    + " the one beside a SQLite database, if it exists; 'none' for none.")
    @Variable("BALROG_BACKUP_HISTORY")
    private @Nullable String history;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "Interval between two polls, with --continuous.")
    @Variable("BALROG_BACKUP_EVERY")
    private Duration every;

    @Option(
            names = "--snapshot-every",
            paramLabel = "DURATION",
            defaultValue = "1d",
            converter = DurationConverter.class,
            description = "Age at which a new snapshot is taken instead of an increment.")
    @Variable("BALROG_BACKUP_SNAPSHOT_EVERY")
    private Duration newest;

    @Option(
            names = "--keep",
            paramLabel = "DURATION",
            defaultValue = "14d",
            converter = DurationConverter.class,
            description =
                    "Retention: period in which each second can be restored. Backups needed only for earlier ones are deleted.")
    @Variable("BALROG_BACKUP_KEEP")
    private Duration keep;

    @Mixin
    private BackupKeyOptions key;

    private @Nullable BackupDirectory directory;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to serve /metrics on, with --continuous.")
    @Variable("HOST")
    private String host;

    /**
     * Returns the database to back up.
     *
     * @throws InvalidOptionException if it is missing
     */
    public DatabaseUri database() {
        if (database == null) {
            throw new InvalidOptionException("--database is missing; the environment variable DBURI sets it, too.");
        }
        return database;
    }

    /**
     * Returns the directory for the backups.
     *
     * @throws InvalidOptionException if it is missing
     */
    public BackupDirectory place() {
        if (place == null) {
            throw new InvalidOptionException("--to, the directory for the backups, is missing; the environment"
                    + " variable BALROG_BACKUPS sets it, too.");
        }
        if (directory == null) {
            directory = new BackupDirectory(place, key.key());
        }
        return directory;
    }

    /**
     * Returns the directory of the history of releases; empty for none.
     *
     * @throws InvalidOptionException if the directory does not exist
     */
    public Optional<Path> history() {
        if (history == null) {
            return switch (database()) {
                // The admin app's default directory.
                case DatabaseUri.Sqlite sqlite ->
                    Optional.of(sqlite.file().resolveSibling(sqlite.file().getFileName() + ".history"));
                case DatabaseUri.MySql _ -> Optional.empty();
            };
        }
        if (history.equals("none")) {
            return Optional.empty();
        }
        Path directory = Path.of(history);
        if (!Files.isDirectory(directory)) {
            throw new InvalidOptionException("the directory " + directory + " for the history does not exist");
        }
        return Optional.of(directory);
    }

    /**
     * Returns the schedule of polls and snapshots, and the retention.
     *
     * @throws InvalidOptionException if an interval is zero
     */
    public ContinuousBackup.Schedule schedule() {
        if (every.isZero() || newest.isZero()) {
            throw new InvalidOptionException("--every and --snapshot-every have to be at least 1s");
        }
        return new ContinuousBackup.Schedule(every, newest, keep);
    }

    /** Returns the bind address of the metrics endpoint. */
    public String host() {
        return host;
    }
}
