// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The binary log of a server that is gone, where its files outlived it: with it, nothing that was committed is lost. */
final class SurvivingLog {
    private final Path directory;
    private final InstantSource clock;

    /**
     * A log whose files are in a directory.
     *
     * @param directory what else is in it does not matter
     */
    SurvivingLog(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Adds what a chain does not have yet.
     *
     * @return the chain with it
     * @throws BackupException when the log does not go on where the chain ends
     */
    Chain addTo(Chain chain) throws IOException {
        LogPosition end = chain.logEnd()
                .orElseThrow(() -> new BackupException("The backup " + chain.directory()
                        + " does not say where in a binary log it ends: that server kept none"));
        Instant from = clock.instant();
        Chain longer = chain;
        for (Path file : from(end)) {
            longer = add(longer, file, file.endsWith(end.log()) ? end.offset() : BinaryLogFile.FIRST_EVENT, from);
        }
        return longer.watchedUntil(from);
    }

    /** The files from the one on in which a chain ends, in their order. */
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
        return new BackupException("In " + directory + " there is no file of number " + number + " with a name like "
                + base + "000001, from which on the backup has to go on");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static int number(String log) {
        return Integer.parseInt(log.substring(log.lastIndexOf('.') + 1));
    }

    private Chain add(Chain chain, Path file, long start, Instant from) throws IOException {
        // It is read before anything is written, since it may have nothing new, or be damaged.
        BinaryLogFile events = BinaryLogFile.copy(file, start, OutputStream.nullOutputStream());
        if (events.end() == start) {
            return chain;
        }
        Instant time = clock.instant();
        return chain.addLog(
                new LogPosition(name(file), start), events, from, time, out -> BinaryLogFile.copy(file, start, out));
    }
}
