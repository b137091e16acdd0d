// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Binary log of a server that was lost, when the log's files survived it: with them nothing committed is lost. */
final class SurvivingLog {
    private final Path directory;
    private final InstantSource clock;
    private final Consumer<String> notes;

    /**
     * Creates the log.
     *
     * @param directory directory with the files of the log; other files in it are ignored
     * @param notes receives what was left out
     */
    SurvivingLog(Path directory, InstantSource clock, Consumer<String> notes) {
        this.directory = directory;
        this.clock = clock;
        this.notes = notes;
    }

    /**
     * Adds the events that a chain does not have yet.
     *
     * @return the chain with them
     * @throws BackupException when the log does not continue where the chain ends
     */
    Chain addTo(Chain chain) throws IOException {
        LogPosition end = chain.logEnd()
                .orElseThrow(() -> new BackupException(
                        "The backup " + chain.directory() + " has no position in a binary log: its server kept none"));
        Instant from = clock.instant();
        Chain longer = chain;
        try (ServerPrograms programs = new ServerPrograms()) {
            for (Path file : from(end)) {
                long start = name(file).equals(end.log()) ? end.offset() : BinaryLogEvents.FIRST_EVENT;
                longer = add(
                        longer, file, BinaryLogEvents.ofServerFile(programs, file, new LogPosition(name(file), start)));
            }
        }
        return longer.watchedUntil(from);
    }

    /** Returns the files from the one on in which a chain ends, in order. */
    private List<Path> from(LogPosition end) throws IOException {
        int first = number(end.log());
        String base = end.log().substring(0, end.log().lastIndexOf('.') + 1);
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> name(file).startsWith(base)
                            && name(file).substring(base.length()).matches("[0-9]{1,9}")
                            && number(name(file)) >= first)
                    .sorted(Comparator.comparingInt(file -> number(name(file))))
                    .toList();
        }
        for (int i = 0; i < files.size(); i++) {
            if (number(name(files.get(i))) != first + i) {
                throw missing(base, first + i);
            }
        }
        if (files.isEmpty()) {
            throw missing(base, first);
        }
        return files;
    }

    private BackupException missing(String base, int number) {
        return new BackupException("In " + directory + " there is no file number " + number + " with a name like "
                + base + "000001, from which the backup has to continue");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static int number(String log) {
        return Integer.parseInt(log.substring(log.lastIndexOf('.') + 1));
    }

    private Chain add(Chain chain, Path file, BinaryLogEvents events) throws IOException {
        if (events.torn() > 0) {
            notes.accept("The last " + events.torn() + " bytes of " + file
                    + " are not a whole event, which was not committed: they were left out");
        }
        if (events.isEmpty()) {
            return chain;
        }
        // As the server would have sent it: the description of the format, then the events.
        long start = Math.max(events.start().offset(), events.header());
        Instant now = clock.instant();
        return chain.addLog(events, chain.since(now), now, out -> {
            try (FileChannel channel = FileChannel.open(file)) {
                copy(channel, 0, events.header(), out);
                copy(channel, start, events.end().offset(), out);
            }
        });
    }

    private static void copy(FileChannel from, long start, long end, OutputStream out) throws IOException {
        InputStream in = Channels.newInputStream(from.position(start));
        byte[] buffer = new byte[1 << 16];
        long left = end - start;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("the file became shorter");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
