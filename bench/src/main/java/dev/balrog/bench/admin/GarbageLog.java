// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Garbage collection log of a JVM: the heap before and after each collection. */
final class GarbageLog {
    private static final Pattern HEAP = Pattern.compile("Pause .* ([0-9]+)M->([0-9]+)M\\(([0-9]+)M\\)");

    private GarbageLog() {}

    /** Returns the maximum heap usage before a collection, in MiB. */
    static double peakMebibytes(Path log) throws IOException {
        return most(log, 1);
    }

    /** Returns the maximum heap usage after a collection, in MiB. */
    static double peakLiveMebibytes(Path log) throws IOException {
        return most(log, 2);
    }

    private static double most(Path log, int group) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.flatMap(line -> HEAP.matcher(line).results())
                    .map((MatchResult heap) -> heap.group(group))
                    .mapToDouble(Double::parseDouble)
                    .max()
                    .orElse(0);
        }
    }
}
