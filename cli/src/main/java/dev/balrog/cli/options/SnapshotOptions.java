// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Options of the snapshot from which requests are answered: poll interval and spool. */
public final class SnapshotOptions {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotOptions.class);
    private static final String NONE = "none";

    @Option(
            names = "--poll-interval",
            paramLabel = "MILLISECONDS",
            defaultValue = "250",
            description = "Interval between two polls of the database for changes.")
    @Variable("BALROG_POLL_INTERVAL")
    private int pollMillis;

    @Option(
            names = "--spool",
            paramLabel = "DIRECTORY",
            description = "Spool directory for the last snapshot, to start without the database; 'none' for"
                    + " none. Default: a directory in the user's cache, for this database and port.")
    @Variable("BALROG_SPOOL")
    private @Nullable String spool;

    /**
     * Returns the interval between two polls for changes.
     *
     * @throws InvalidOptionException if it is not positive
     */
    public Duration pollInterval() {
        if (pollMillis < 1) {
            throw new InvalidOptionException("the poll interval has to be at least 1 millisecond, not " + pollMillis);
        }
        return Duration.ofMillis(pollMillis);
    }

    /**
     * Returns the spool directory; empty for none.
     *
     * @param environment the environment variables
     * @param port port that distinguishes this server from others of the same database on this
     *     machine
     */
    public Optional<Path> spool(Map<String, String> environment, DatabaseUri database, int port) {
        if (spool != null) {
            return spool.equals(NONE) ? Optional.empty() : Optional.of(Path.of(spool));
        }
        // The string form hides the password, and still distinguishes databases.
        UUID id = UUID.nameUUIDFromBytes(database.toString().getBytes(StandardCharsets.UTF_8));
        Path directory = cache(environment).resolve("balrog").resolve("public-" + port + '-' + id);
        try {
            Files.createDirectories(directory);
            return Optional.of(directory);
        } catch (IOException unwritable) {
            LOG.warn(
                    "The snapshot is not spooled for a start without the database, because {} can't be created: give a"
                            + " directory with --spool",
                    directory);
            return Optional.empty();
        }
    }

    private static Path cache(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        return configured.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(configured);
    }
}
