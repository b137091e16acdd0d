// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A snapshot, and what changed since, in a directory of its own: each moment from the snapshot on can be restored from
 * this directory alone.
 *
 * @param directory where it is
 * @param snapshot its beginning
 * @param increments what changed since, in order, without gaps
 * @param watched until when it is known that nothing else was committed; the time of the last part of it at least
 * @param seal its authentication
 */
public record Chain(Path directory, Snapshot snapshot, List<Increment> increments, Instant watched, ChainSeal seal) {
    static final String MANIFEST = "manifest.json";
    static final String INCREMENTS = "increments";
    private static final String WATCHED = "watched.json";

    public Chain {
        increments = List.copyOf(increments);
    }

    private record Watch(Instant until) {}

    static Chain read(Path directory, ManifestKey key) throws IOException {
        Manifests.Authenticated<Snapshot> first = Manifests.read(directory.resolve(MANIFEST), Snapshot.class, key);
        Snapshot snapshot = first.manifest();
        ChainSeal seal = new ChainSeal(key, List.of(first.code()));
        if (snapshot.format() > Snapshot.FORMAT) {
            throw new BackupException("The backup " + directory + " was made by Balrog " + snapshot.madeBy()
                    + ", in a newer format than this version reads: use that one");
        }
        List<Increment> increments = new ArrayList<>();
        Path parts = directory.resolve(INCREMENTS);
        if (Files.isDirectory(parts)) {
            try (Stream<Path> files = Files.list(parts)) {
                for (Path file : files.filter(Chain::isManifest).sorted().toList()) {
                    Manifests.Authenticated<Increment> next = Manifests.read(file, Increment.class, key);
                    if (key.isPresent() && !next.previous().equals(seal.last())) {
                        throw new BackupException(
                                "The manifest " + file
                                        + " does not belong where it is: increments before it are missing, or of another backup");
                    }
                    increments.add(next.manifest());
                    seal = seal.with(next.code());
                }
            }
        }
        requireWhole(directory, increments);
        Instant last =
                increments.isEmpty() ? snapshot.time() : increments.getLast().time();
        Instant watched = watched(directory.resolve(WATCHED), seal).orElse(last);
        return new Chain(directory, snapshot, increments, watched.isAfter(last) ? watched : last, seal);
    }

    private static Optional<Instant> watched(Path file, ChainSeal seal) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Manifests.Authenticated<Watch> watch = Manifests.read(file, Watch.class, seal.key());
        if (!seal.key().isPresent()) {
            return Optional.of(watch.manifest().until());
        }
        if (watch.code().isEmpty()) {
            return Optional.empty();
        }
        if (!seal.codes().contains(watch.previous())) {
            throw new BackupException("Increments of the backup " + file.getParent() + " are missing at its end: "
                    + file + " knows them");
        }
        return Optional.of(watch.manifest().until());
    }

    /** Returns whether all its manifests were authenticated with the key. */
    public boolean isAuthentic() {
        return seal.key().isPresent() && seal.isAuthentic();
    }

    /**
     * Checks that all its manifests were authenticated with the key, where there is one.
     *
     * @throws BackupException when they were not, and that is not allowed
     */
    void requireAuthentic() {
        if (!seal.key().allowsUnauthenticated() && !seal.isAuthentic()) {
            throw new BackupException("The backup " + directory
                    + " is not authenticated: it was made without the key, or changed. Restore it only when you know"
                    + " where it has been, with --allow-unauthenticated");
        }
    }

    /**
     * Checks that more can be added with the key that there is.
     *
     * @throws BackupException when the chain is authenticated and there is no key
     */
    void requireKey() {
        if (!seal.key().isPresent() && !seal.last().isEmpty()) {
            throw new BackupException("The backup " + directory
                    + " is authenticated: give its key with --key-file or BALROG_BACKUP_KEY_FILE");
        }
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") && !name.startsWith(".");
    }

    private static void requireWhole(Path directory, List<Increment> increments) {
        for (int i = 0; i < increments.size(); i++) {
            if (increments.get(i).number() != i + 1) {
                throw new BackupException("The increment " + (i + 1) + " of the backup " + directory + " is missing");
            }
        }
    }

    /** Until when everything that was committed is in it. */
    public Instant end() {
        return increments.isEmpty() ? snapshot.time() : increments.getLast().time();
    }

    /** Where the data of increments is. */
    Path parts() {
        return directory.resolve(INCREMENTS);
    }

    /** Bytes of all data. */
    public long size() {
        return snapshot.file().size()
                + increments.stream()
                        .mapToLong(increment -> increment.file().size())
                        .sum();
    }

    /**
     * The part of it that is needed so that nothing is there that was committed at this time or later: for a SQLite
     * database the states before; for one on a server, the binary log until it has got past that time.
     */
    Chain upTo(Instant time) {
        List<Increment> kept = new ArrayList<>();
        for (Increment increment : increments) {
            boolean past = switch (increment.content()) {
                case Increment.Pages _ -> !increment.time().isBefore(time);
                case Increment.BinaryLog _ ->
                    !kept.isEmpty() && !kept.getLast().from().isBefore(time);
            };
            if (past) {
                break;
            }
            kept.add(increment);
        }
        return new Chain(directory, snapshot, kept, watched, seal);
    }

    /** When the next state after this was kept, in the whole chain. */
    Optional<Increment> next(Chain part) {
        return part.increments.size() < increments.size()
                ? Optional.of(increments.get(part.increments.size()))
                : Optional.empty();
    }

    /** Name of the next increment's data. */
    Path nextFile(Instant time, String extension) throws IOException {
        DurableFiles.makePrivate(parts());
        return parts().resolve(name(increments.size() + 1, time) + extension);
    }

    private static String name(int number, Instant time) {
        return String.format(Locale.ROOT, "%06d-%s", number, DurableFiles.name(time));
    }

    /** The chain with one more increment, whose data is there already; from now on it counts. */
    Chain add(Increment increment) throws IOException {
        requireKey();
        String code = Manifests.write(
                parts().resolve(name(increment.number(), increment.time()) + ".json"),
                increment,
                seal.key(),
                seal.last());
        List<Increment> all = new ArrayList<>(increments);
        all.add(increment);
        Chain longer = new Chain(directory, snapshot, all, increment.time(), seal.with(code));
        // So that it is known when the increment is taken away.
        return seal.key().isPresent() ? longer.watchedUntil(increment.time()) : longer;
    }

    /** Where the binary log of the server goes on after it; empty where there is no such log. */
    Optional<LogPosition> logEnd() {
        if (!increments.isEmpty() && increments.getLast().content() instanceof Increment.BinaryLog log) {
            return Optional.of(log.end());
        }
        return snapshot.content() instanceof Snapshot.SqlDump dump
                ? Optional.ofNullable(dump.position())
                : Optional.empty();
    }

    /**
     * The chain with one more part of a binary log.
     *
     * @param start where the part begins
     * @param events what is in it
     * @param from what was committed until then is in it
     * @param time what was committed after then is not in it
     * @param content its data
     */
    Chain addLog(LogPosition start, BinaryLogFile events, Instant from, Instant time, DurableFiles.Content content)
            throws IOException {
        StoredFile file = DurableFiles.writeCompressed(nextFile(time, ".binlog.gz"), content);
        return add(new Increment(
                increments.size() + 1,
                from,
                time,
                file,
                events.last(),
                new Increment.BinaryLog(start, new LogPosition(start.log(), events.end()))));
    }

    /** Notes that nothing but what is in it was committed until then. */
    Chain watchedUntil(Instant until) throws IOException {
        Manifests.write(directory.resolve(WATCHED), new Watch(until), seal.key(), seal.last());
        return new Chain(directory, snapshot, increments, until, seal);
    }
}
