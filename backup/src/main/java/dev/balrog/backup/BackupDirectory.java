// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Directory with the backups of one database: a directory for each {@link Chain}, named by its time, and a copy of the
 * release history. Names that begin with a dot are of unfinished work, which is ignored.
 */
public final class BackupDirectory {
    private static final String ABOUT = "README.txt";
    private static final String LOCK = ".lock";
    private static final String DELETED = ".deleted-";
    private static final String HISTORY = "history";

    private final Path directory;
    private final ManifestKey key;

    /** Creates one without a key; the directory need not exist yet. */
    public BackupDirectory(Path directory) {
        this(directory, ManifestKey.NONE);
    }

    /** Creates one whose manifests are authenticated with a key; the directory need not exist yet. */
    public BackupDirectory(Path directory, ManifestKey key) {
        this.directory = directory.toAbsolutePath().normalize();
        this.key = key;
    }

    /** Returns its path. */
    public Path path() {
        return directory;
    }

    /** Returns the directory of the copy of the release history. */
    Path history() {
        return directory.resolve(HISTORY);
    }

    /**
     * Returns all chains in the order in which they were begun.
     *
     * @throws BackupException when the directory or a manifest can't be read
     */
    public List<Chain> chains() {
        if (!Files.isDirectory(directory)) {
            throw new BackupException("There are no backups: the directory " + directory + " does not exist");
        }
        List<Chain> chains = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                if (!entry.getFileName().toString().startsWith(".") && Files.exists(entry.resolve(Chain.MANIFEST))) {
                    read(entry).ifPresent(chains::add);
                }
            }
            // Not by time: the clock may have been set back.
            chains.sort(Comparator.comparingInt(BackupDirectory::number));
            return List.copyOf(chains);
        } catch (IOException e) {
            throw new BackupException("The backups in " + directory + " can't be read: " + e, e);
        }
    }

    private static int number(Chain chain) {
        Integer number = chain.snapshot().number();
        return number == null ? 0 : number;
    }

    /** Reads a chain; empty when it is being deleted by another process just now. */
    private Optional<Chain> read(Path directory) throws IOException {
        try {
            return Optional.of(Chain.read(directory, key));
        } catch (NoSuchFileException e) {
            if (Files.exists(directory)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Returns the chain to restore from, so that nothing is there that was committed at this time or later.
     *
     * @throws BackupException when there is none that old
     */
    Chain chainBefore(Instant time) {
        List<Chain> chains = chains();
        return chains.reversed().stream()
                .filter(chain -> chain.snapshot().time().isBefore(time))
                .findFirst()
                .orElseThrow(() -> new BackupException(
                        chains.isEmpty()
                                ? "There are no backups in " + directory
                                : "The oldest backup in " + directory + " is of "
                                        + chains.getFirst().snapshot().time()
                                        + ": nothing before that can be restored"));
    }

    /**
     * Creates the directory if it is missing, and locks it against other writers. Removes unfinished work of an earlier
     * process.
     *
     * @throws BackupException when another process is writing to it
     */
    Lock lock() throws IOException {
        DurableFiles.makePrivate(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw busy(null);
            }
            tidy();
            return new Lock(channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw busy(e);
        } catch (IOException | BackupException e) {
            channel.close();
            throw e;
        }
    }

    private BackupException busy(@Nullable Exception cause) {
        String message = "Another balrog backup is writing to " + directory + ": wait for it, or stop it";
        return cause == null ? new BackupException(message) : new BackupException(message, cause);
    }

    /** Lock of the directory. The system releases it when the process ends. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private void tidy() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (name.startsWith(DurableFiles.UNFINISHED) || name.startsWith(DELETED)) {
                    DurableFiles.deleteTree(entry);
                }
            }
        }
        if (!Files.exists(directory.resolve(ABOUT))) {
            DurableFiles.write(directory.resolve(ABOUT), out -> out.write(about().getBytes(StandardCharsets.UTF_8)));
        }
        Optional<Chain> last = last();
        if (last.isPresent()) {
            tidy(last.get());
        }
    }

    /** Deletes data without a manifest. */
    private static void tidy(Chain chain) throws IOException {
        if (!Files.isDirectory(chain.parts())) {
            return;
        }
        Set<String> known = new HashSet<>();
        chain.increments().forEach(increment -> known.add(increment.file().name()));
        try (Stream<Path> files = Files.list(chain.parts())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!known.contains(name) && (name.startsWith(".") || !name.endsWith(".json"))) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String about() {
        return """
                Backups of a Balrog database.

                Each directory named by a time (in UTC) holds a snapshot of the whole database, described by its
                manifest.json, and in "increments" what changed since, described by a JSON file each. "history" holds
                copies of the history of releases.

                  balrog backup list --from DIRECTORY      what can be restored
                  balrog backup verify --from DIRECTORY    restores into a temporary database, and checks it
                  balrog restore --from DIRECTORY --to 2026-01-31T12:00:00Z --into FILE_OR_URI

                snapshot.db.gz is a SQLite file: gunzip, and any SQLite opens it. snapshot.sql.gz holds SQL statements
                for the client mariadb or mysql; the increments that belong to it are parts of the server's binary log,
                which mariadb-binlog reads when they are unpacked.
                """;
    }

    Optional<Chain> last() {
        List<Chain> chains = chains();
        return chains.isEmpty() ? Optional.empty() : Optional.of(chains.getLast());
    }

    /** Creates the directory of a new chain, which is ignored before {@link #finish}. */
    Path begin(String name) throws IOException {
        Path unfinished = directory.resolve(DurableFiles.UNFINISHED + name);
        DurableFiles.deleteTree(unfinished);
        DurableFiles.makePrivate(unfinished);
        return unfinished;
    }

    /** Writes the manifest of a new chain, and gives its directory its name. */
    Chain finish(Path unfinished, Snapshot unnumbered) throws IOException {
        Snapshot snapshot =
                unnumbered.withNumber(last().map(BackupDirectory::number).orElse(0) + 1);
        String code = Manifests.write(unfinished.resolve(Chain.MANIFEST), snapshot, key, "");
        Path finished = directory.resolve(DurableFiles.name(snapshot.time()));
        DurableFiles.move(unfinished, finished);
        return new Chain(finished, snapshot, List.of(), snapshot.from(), new ChainSeal(key, List.of(code)));
    }

    /**
     * Deletes the chains that no time within the retention is restored from, but never the newest one.
     *
     * @param now the time
     * @param keep retention: how long each moment can still be restored
     * @return the deleted chains
     */
    List<Chain> prune(Instant now, Duration keep) throws IOException {
        Instant oldest = now.minus(keep);
        List<Chain> chains = chains();
        List<Chain> deleted = new ArrayList<>();
        for (int i = 0; i + 1 < chains.size(); i++) {
            // Times from the next snapshot on are restored from the next chain.
            if (chains.get(i + 1).snapshot().time().isAfter(oldest)) {
                break;
            }
            Chain chain = chains.get(i);
            Path gone = directory.resolve(DELETED + chain.directory().getFileName());
            DurableFiles.move(chain.directory(), gone);
            DurableFiles.deleteTree(gone);
            deleted.add(chain);
        }
        return deleted;
    }
}
