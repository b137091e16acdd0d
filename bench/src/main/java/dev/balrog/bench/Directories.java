// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Working directories of benchmarks. */
public final class Directories {
    private Directories() {}

    /** Returns an empty directory; existing contents are deleted. */
    public static Path emptied(Path directory) throws IOException {
        delete(directory);
        return Files.createDirectories(directory);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> leftovers = Files.walk(directory)) {
                List<Path> children =
                        leftovers.sorted(Comparator.reverseOrder()).toList();
                for (Path leftover : children) {
                    Files.delete(leftover);
                }
            }
        }
    }
}
