// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.StoreException;
import dev.balrog.store.dataset.DataSetInput;
import dev.balrog.store.dataset.DataSetOutput;
import dev.balrog.store.dataset.DataSetScope;
import dev.balrog.store.rows.RowLines;
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
 * Spool of the last snapshot, as a data set in a directory, so that a server can start while its
 * database is down. Keeps the previous one as well, as a fallback for a damaged file. Only one
 * process may use a directory.
 */
public final class SnapshotSpool {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSpool.class);
    private static final String NEWEST = "snapshot.jsonl.gz";
    private static final String PREVIOUS = "snapshot.previous.jsonl.gz";
    private static final String UNFINISHED = "snapshot.jsonl.gz.part";

    private final Path directory;

    /**
     * Opens a spool; creates the directory if it does not exist.
     *
     * @throws StoreException when the directory can't be created or written
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
     * Writes a snapshot, durably: whenever the process or the host crashes, a complete snapshot
     * remains.
     *
     * @throws StoreException when it can't be written; the previous snapshot remains
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
            throw new StoreException("The snapshot can't be spooled to " + directory + ": " + e, e);
        }
    }

    /**
     * Returns the last snapshot, or the previous one if the last is damaged. Logs the reason for
     * which one can't be used.
     *
     * @return the snapshot; empty when there is no usable one
     */
    public synchronized Optional<Snapshot> read() {
        return read(NEWEST).or(() -> read(PREVIOUS));
    }

    private Optional<Snapshot> read(String name) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            LOG.info("There is no spooled snapshot in {}", file);
            return Optional.empty();
        }
        try {
            return Optional.of(readFile(file));
        } catch (StoreException e) {
            LOG.warn("The spooled snapshot can't be used: {}", e.getMessage());
            return Optional.empty();
        } catch (RuntimeException e) {
            // The rows were not written by a server like this one. The server can start without the
            // spool.
            LOG.warn("The spooled snapshot {} can't be used", file, e);
            return Optional.empty();
        }
    }

    /**
     * Reads a snapshot from a data set of {@link DataSetScope#LIVE}.
     *
     * @throws StoreException when the file is no such data set, or is truncated or damaged
     */
    static Snapshot readFile(Path file) {
        SpoolRows rows = new SpoolRows();
        DataSetInput.read(file, rows);
        return rows.snapshot();
    }
}
