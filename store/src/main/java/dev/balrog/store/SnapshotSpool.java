// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.core.snapshot.Snapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last snapshot in a directory, as a data set, so that a server can start while its database is down. The one
 * before it is kept as well, should the last one turn out to be damaged. One process to a directory.
 */
public final class SnapshotSpool {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSpool.class);
    private static final String NEWEST = "snapshot.jsonl.gz";
    private static final String PREVIOUS = "snapshot.previous.jsonl.gz";
    private static final String UNFINISHED = "snapshot.jsonl.gz.part";

    private final Path directory;

    /**
     * Uses a directory, which is made if there is none.
     *
     * @throws StoreException when it can't be made or written to
     */
    public SnapshotSpool(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(UNFINISHED), new byte[0]);
            Files.delete(directory.resolve(UNFINISHED));
        } catch (IOException e) {
            throw new StoreException("The spool directory " + directory + " can't be written to: " + e, e);
        }
    }

    /**
     * Keeps a snapshot. Whenever the process or the machine ends, a whole snapshot remains.
     *
     * @throws StoreException when it can't be written; what was kept before remains
     */
    public synchronized void write(LoadedSnapshot snapshot) {
        Path unfinished = directory.resolve(UNFINISHED);
        Path newest = directory.resolve(NEWEST);
        try {
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                DataSetOutput output = new DataSetOutput(out, true, DataSetScope.LIVE);
                for (RowLines lines : snapshot.source().lines()) {
                    output.rows(lines);
                }
                output.finish();
                channel.force(true);
            }
            if (Files.exists(newest)) {
                Files.move(
                        newest,
                        directory.resolve(PREVIOUS),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(unfinished, newest, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreException("The snapshot can't be kept in " + directory + ": " + e, e);
        }
    }

    /**
     * The snapshot that was kept last; the one before it if that is damaged. Why one can't be used is logged.
     *
     * @return nothing when there is none that can be used
     */
    public synchronized Optional<Snapshot> read() {
        return read(NEWEST).or(() -> read(PREVIOUS));
    }

    private Optional<Snapshot> read(String name) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            LOG.info("No snapshot is kept in {}", file);
            return Optional.empty();
        }
        try {
            return Optional.of(readFile(file));
        } catch (StoreException e) {
            LOG.warn("The kept snapshot can't be used: {}", e.getMessage());
            return Optional.empty();
        } catch (RuntimeException e) {
            // Rows that nothing like this server has written. It can do without.
            LOG.warn("The kept snapshot {} can't be used", file, e);
            return Optional.empty();
        }
    }

    /**
     * Makes a snapshot from a data set of {@link DataSetScope#LIVE}.
     *
     * @throws StoreException when it is none, or is truncated or damaged
     */
    static Snapshot readFile(Path file) {
        SpoolRows rows = new SpoolRows();
        DataSetInput.read(file, rows);
        return rows.snapshot();
    }
}
