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
import org.jspecify.annotations.Nullable;

/**
 * Backup chain: a snapshot and its increments, in a directory of its own. Each moment from the snapshot on can be restored
 * from this directory alone.
 *
 * @param directory its directory
 * @param snapshot the full backup that it begins with
 * @param increments the changes since, in the order of the commits, without gaps
 * @param completeUntil every change that was committed before this time is in it
 * @param seal its authentication
 */
public record Chain(
        Path directory, Snapshot snapshot, List<Increment> increments, Instant completeUntil, ChainSeal seal) {
    static final String MANIFEST = "manifest.json";
    static final String INCREMENTS = "increments";
    private static final String WATCHED = "watched.json";

    public Chain {
        increments = List.copyOf(increments);
    }

    /**
     * Manifest of {@link #completeUntil}, which advances without increments while nothing changes.
     *
     * @param increments number of increments at that time; null when an earlier version wrote it
     */
    private record Watch(Instant until, @Nullable Integer increments) {}

    static Chain read(Path directory, ManifestKey key) throws IOException {
        Manifests.Authenticated<Snapshot> first = Manifests.read(directory.resolve(MANIFEST), Snapshot.class, key);
        Snapshot snapshot = first.manifest();
        ChainSeal seal = new ChainSeal(key, List.of(first.code()));
        if (snapshot.format() > Snapshot.FORMAT) {
            throw new BackupException("The backup " + directory + " was written by Balrog " + snapshot.madeBy()
                    + ", in a newer format than this version supports: use that version");
        }
        List<Increment> increments = new ArrayList<>();
        Path parts = directory.resolve(INCREMENTS);
        if (Files.isDirectory(parts)) {
            try (Stream<Path> files = Files.list(parts)) {
                for (Path file : files.filter(Chain::isManifest).sorted().toList()) {
                    Manifests.Authenticated<Increment> next = Manifests.read(file, Increment.class, key);
                    if (key.isPresent() && !next.previous().equals(seal.last())) {
                        throw new BackupException("The manifest " + file
                                + " is out of sequence: increments before it are missing, or belong to another backup");
                    }
                    increments.add(next.manifest());
                    seal = seal.with(next.code());
                }
            }
        }
        requireWhole(directory, increments);
        Chain chain = new Chain(directory, snapshot, increments, lastFrom(snapshot, increments), seal);
        return watch(directory.resolve(WATCHED), seal)
                .filter(chain::isCurrent)
                .map(watch -> chain.completeUntil(watch.until()))
                .orElse(chain);
    }

    /** Returns whether something was noted after the last part was written, and not before or together with it. */
    private boolean isCurrent(Watch watch) {
        return watch.increments() == null
                // Earlier versions noted the time after the increment was fetched.
                ? watch.until().isAfter(completeUntil) && !watch.until().equals(end())
                : watch.increments() == increments.size();
    }

    private static Instant lastFrom(Snapshot snapshot, List<Increment> increments) {
        if (increments.isEmpty()) {
            return snapshot.from();
        }
        Increment last = increments.getLast();
        boolean early = last.since() == null && last.content() instanceof Increment.BinaryLog;
        // Earlier versions promised the same of each part of a run, also when the run stopped before the last one.
        return early && last.lastChange() != null && last.lastChange().isBefore(last.from())
                ? last.lastChange()
                : last.from();
    }

    private Chain completeUntil(Instant until) {
        return new Chain(directory, snapshot, increments, until, seal);
    }

    private static Optional<Watch> watch(Path file, ChainSeal seal) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Manifests.Authenticated<Watch> watch = Manifests.read(file, Watch.class, seal.key());
        if (!seal.key().isPresent()) {
            return Optional.of(watch.manifest());
        }
        if (watch.code().isEmpty()) {
            return Optional.empty();
        }
        if (!seal.codes().contains(watch.previous())) {
            throw new BackupException("Increments of the backup " + file.getParent() + " are missing at its end: "
                    + file + " knows them");
        }
        return Optional.of(watch.manifest());
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

    /** Returns the time of its last part: no change that was committed then or later is in it. */
    public Instant end() {
        return increments.isEmpty() ? snapshot.time() : increments.getLast().time();
    }

    /** Returns the chain with its snapshot only. */
    Chain withoutIncrements() {
        return new Chain(directory, snapshot, List.of(), snapshot.from(), seal);
    }

    /** Returns the directory of the increments. */
    Path parts() {
        return directory.resolve(INCREMENTS);
    }

    /** Returns the size of all data, in bytes. */
    public long size() {
        return snapshot.file().size()
                + increments.stream()
                        .mapToLong(increment -> increment.file().size())
                        .sum();
    }

    /**
     * Returns the parts to restore from, so that nothing is there that was committed at a time or later: of a SQLite
     * database the last state before that time; of one on a server the whole binary log, which {@code mariadb-binlog}
     * stops reading at that time. Times in manifests never decide which parts of a binary log are read: one run of a
     * backup fetches several of them, at times that say nothing about their events.
     *
     * @param end time after the snapshot
     */
    Chain upTo(Instant end) {
        int kept = increments.size();
        while (kept > 0
                && increments.get(kept - 1).content() instanceof Increment.Pages
                && !increments.get(kept - 1).time().isBefore(end)) {
            kept--;
        }
        return kept == increments.size()
                ? this
                : new Chain(
                        directory,
                        snapshot,
                        increments.subList(0, kept),
                        lastFrom(snapshot, increments.subList(0, kept)),
                        seal);
    }

    /**
     * Returns until when a restore is complete: every change that was committed before this time is in what
     * {@link #upTo} returns. Earlier than the end when the backup did not run then; of a SQLite database also when
     * something was committed between two polls, so that the state between them is not known.
     *
     * @param end end of the time to restore
     */
    Instant completeUntil(Chain part, Instant end) {
        Instant known = completeUntil;
        if (part.increments.size() < increments.size()) {
            Instant since = increments.get(part.increments.size()).since();
            known = since == null || since.isBefore(part.completeUntil) ? part.completeUntil : since;
        }
        return known.isBefore(end) ? known : end;
    }

    /**
     * Returns a step back of the clock that makes a time ambiguous: changes from before and after the step are on both
     * sides of it.
     *
     * @param end end of the time to restore
     */
    Optional<Increment.ClockStep> clockStep(Instant end) {
        Instant latest = snapshot.time();
        for (Increment increment : increments) {
            Increment.ClockStep step = switch (increment.content()) {
                case Increment.BinaryLog log -> log.clockStep();
                case Increment.Pages _ ->
                    increment.time().isBefore(latest) ? new Increment.ClockStep(latest, increment.time()) : null;
            };
            if (step != null && step.isAround(end)) {
                return Optional.of(step);
            }
            latest = increment.time().isAfter(latest) ? increment.time() : latest;
        }
        return Optional.empty();
    }

    /** Returns the file for the data of the next increment. */
    Path nextFile(Instant time, String extension) throws IOException {
        DurableFiles.makePrivate(parts());
        return parts().resolve(name(increments.size() + 1, time) + extension);
    }

    private static String name(int number, Instant time) {
        return String.format(Locale.ROOT, "%06d-%s", number, DurableFiles.name(time));
    }

    /**
     * Adds an increment whose data is written already. It counts once its manifest is written; the data is deleted when
     * that fails.
     */
    Chain add(Increment increment) throws IOException {
        String code;
        try {
            requireKey();
            code = Manifests.write(
                    parts().resolve(name(increment.number(), increment.time()) + ".json"),
                    increment,
                    seal.key(),
                    seal.last());
        } catch (IOException | BackupException e) {
            Files.deleteIfExists(parts().resolve(increment.file().name()));
            throw e;
        }
        List<Increment> all = new ArrayList<>(increments);
        all.add(increment);
        Chain longer = new Chain(directory, snapshot, all, increment.from(), seal.with(code));
        // So that it is noticed when the increment is taken away.
        return seal.key().isPresent() ? longer.watchedUntil(increment.from()) : longer;
    }

    /** Returns the position in the server's binary log of the next change; empty where there is no such log. */
    Optional<LogPosition> logEnd() {
        if (!increments.isEmpty() && increments.getLast().content() instanceof Increment.BinaryLog log) {
            return Optional.of(log.end());
        }
        return snapshot.content() instanceof Snapshot.SqlDump dump
                ? Optional.ofNullable(dump.position())
                : Optional.empty();
    }

    /**
     * Adds a part of a binary log.
     *
     * @param from every change that was committed before this time is in it or in an earlier part
     * @param time no change that was committed at this time or later is in it
     * @param content its data
     */
    Chain addLog(BinaryLogEvents events, Instant from, Instant time, DurableFiles.Content content) throws IOException {
        StoredFile file = DurableFiles.writeCompressed(nextFile(time, ".binlog.gz"), content);
        Instant before = increments.isEmpty() ? null : increments.getLast().lastChange();
        return add(new Increment(
                increments.size() + 1,
                since(from),
                from,
                time,
                file,
                events.last(),
                new Increment.BinaryLog(
                        events.start(), events.end(), events.clockStep(before).orElse(null))));
    }

    /**
     * Returns the time at which or later the changes were committed that a part adds.
     *
     * @param from time of the poll that found the part
     */
    Instant since(Instant from) {
        return completeUntil.isBefore(from) ? completeUntil : from;
    }

    /** Notes that every change that was committed before a time is in it. */
    Chain watchedUntil(Instant until) throws IOException {
        Chain longer = completeUntil(until);
        Manifests.write(directory.resolve(WATCHED), new Watch(until, increments.size()), seal.key(), seal.last());
        return longer;
    }
}
