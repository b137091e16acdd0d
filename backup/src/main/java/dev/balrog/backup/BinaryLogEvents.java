// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Positions and times of the events in a binary log file, as {@code mariadb-binlog} or {@code mysqlbinlog} prints them;
 * that program checks the format and the checksums.
 *
 * @param start position that the events were asked from
 * @param end position after the last event; the start when there are no events
 * @param header size of the beginning of the local file, which describes the format: the events follow it
 * @param last time of the last event; null when there are none
 * @param commits times of the commits, in order
 * @param torn bytes after the last whole event: what a server wrote of an event when it stopped
 */
record BinaryLogEvents(
        LogPosition start,
        LogPosition end,
        long header,
        @Nullable Instant last,
        List<Instant> commits,
        long torn) {
    /** Offset of the first event of each file, which describes the format of all others. */
    static final long FIRST_EVENT = 4;

    private static final Pattern AT = Pattern.compile("# at ([0-9]+)");
    private static final Pattern EVENT =
            Pattern.compile("#([0-9]{2})([0-9]{2})([0-9]{2}) +([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
                    + " server id [0-9]+ +end_log_pos ([0-9]+)(.*)");
    /** Commits that are this far out of order are not just ones at the same time. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    /**
     * Reads a part that a server sent.
     *
     * @param file describes the format first, whatever was asked for
     * @param start position that events were asked from
     * @throws BackupException when it is no binary log, or damaged, or ends within an event
     */
    static BinaryLogEvents ofPart(ServerPrograms programs, Path file, LogPosition start) throws IOException {
        Listing listing = Listing.of(programs, file, start.offset());
        listing.requireWhole();
        long size = Files.size(file);
        long header = listing.header(size);
        long end = start.offset() == FIRST_EVENT ? size : start.offset() + size - header;
        // The server decrypts a log that is encrypted, so the positions are not those in what it sends.
        if (size > header && !listing.ends.contains(end)) {
            end = listing.ends.getLast();
        }
        return listing.events(start, size > header ? end : start.offset(), header, 0);
    }

    /**
     * Reads the file of a server that has stopped. An event that is not whole was not committed.
     *
     * @param start position to continue from
     * @throws BackupException when no event begins there, or the file is no binary log that can be read
     */
    static BinaryLogEvents ofServerFile(ServerPrograms programs, Path file, LogPosition start) throws IOException {
        Listing listing = Listing.of(programs, file, start.offset());
        if (!listing.error.contains("truncated")) {
            listing.requireReadable();
        }
        long size = Files.size(file);
        long end = listing.ends.isEmpty() ? FIRST_EVENT : listing.ends.getLast();
        if (start.offset() != end && !listing.offsets.contains(start.offset())) {
            throw new BackupException("The binary log " + file + " has no event at " + start.offset()
                    + ", where the backup ends: it does not belong to the server that was backed up");
        }
        return listing.events(start, end, listing.header(size), size - end);
    }

    /** Returns whether there is any event. */
    boolean isEmpty() {
        return end.equals(start);
    }

    /**
     * Returns the step back of the server's clock within these events, if there is one.
     *
     * @param before time of the last event before them; null when it is not known
     */
    Optional<Increment.ClockStep> clockStep(@Nullable Instant before) {
        Instant latest = before;
        Instant from = null;
        Instant to = null;
        for (Instant commit : commits) {
            if (latest == null || commit.isAfter(latest)) {
                latest = commit;
            } else if (!commit.isAfter(latest.minus(CLOCK_STEP)) && (to == null || commit.isBefore(to))) {
                from = latest;
                to = commit;
            }
        }
        return from == null || to == null ? Optional.empty() : Optional.of(new Increment.ClockStep(from, to));
    }

    /** What the program prints about each event. */
    private static final class Listing {
        private final Path file;
        private final long start;
        private final List<Long> offsets = new ArrayList<>();
        private final List<Long> ends = new ArrayList<>();
        private final List<Instant> commits = new ArrayList<>();
        private @Nullable Instant last;
        private String error = "";

        private Listing(Path file, long start) {
            this.file = file;
            this.start = start;
        }

        static Listing of(ServerPrograms programs, Path file, long start) throws IOException {
            Listing listing = new Listing(file, start);
            Path printed = programs.directory().resolve("events.txt");
            try {
                programs.runAlone(
                        ServerPrograms.Program.LOG,
                        List.of(
                                "--no-defaults",
                                // Statements of row events are not needed, only their positions.
                                "--base64-output=decode-rows",
                                "--verify-binlog-checksum",
                                "--loose-skip-gtid-strict-mode",
                                file.toAbsolutePath().toString()),
                        printed);
            } catch (BackupException e) {
                listing.error = String.valueOf(e.getMessage());
            }
            try (BufferedReader lines = Files.newBufferedReader(printed, StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    listing.read(line);
                }
            }
            Files.delete(printed);
            return listing;
        }

        private void read(String line) {
            if (!line.startsWith("#")) {
                return;
            }
            Matcher at = AT.matcher(line);
            if (at.matches()) {
                offsets.add(Long.parseLong(at.group(1)));
                return;
            }
            Matcher event = EVENT.matcher(line);
            if (event.matches()) {
                long end = Long.parseLong(event.group(7));
                if (end > 0) {
                    ends.add(end);
                }
                Instant time = time(event);
                // Artificial events have no time; those before the start are in the backup already.
                if (time != null && end > start) {
                    last = time;
                    if (event.group(8).contains("GTID")) {
                        commits.add(time);
                    }
                }
            }
        }

        private static @Nullable Instant time(Matcher event) {
            int[] fields = new int[6];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = Integer.parseInt(event.group(i + 1));
            }
            try {
                return fields[0] == 70
                        ? null
                        : OffsetDateTime.of(
                                        2000 + fields[0],
                                        fields[1],
                                        fields[2],
                                        fields[3],
                                        fields[4],
                                        fields[5],
                                        0,
                                        ZoneOffset.UTC)
                                .toInstant();
            } catch (DateTimeException _) {
                // Text within a statement.
                return null;
            }
        }

        /** Returns the size of what comes before the first event that was asked for. */
        long header(long size) {
            return offsets.size() > 1 ? offsets.get(1) : size;
        }

        void requireReadable() {
            if (!error.isEmpty()) {
                throw new BackupException("The binary log " + file + " can't be read: " + error);
            }
        }

        void requireWhole() {
            requireReadable();
            if (offsets.isEmpty()) {
                throw new BackupException("The file " + file + " is not a binary log");
            }
        }

        BinaryLogEvents events(LogPosition start, long end, long header, long torn) {
            boolean empty = end == start.offset();
            return new BinaryLogEvents(
                    start, new LogPosition(start.log(), end), header, empty ? null : last, List.copyOf(commits), torn);
        }
    }
}
