// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Copy of a release history that is kept in a directory. Its files are only ever added, so the copy gets the files that
 * it lacks; no file in it is deleted or replaced by a shorter one.
 */
final class HistoryCopy {
    /** Prefix of the names of objects that are being written. */
    private static final String BEING_PUT = "%tmp-";

    private HistoryCopy() {}

    /**
     * Adds the files that the copy lacks.
     *
     * @param from directory, which need not exist
     * @return number of files added
     */
    static int copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return 0;
        }
        int[] copied = {0};
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file).toString());
                String name = file.getFileName().toString();
                boolean unfinished = name.startsWith(BEING_PUT) || name.startsWith(DurableFiles.UNFINISHED);
                if (!unfinished && (!Files.exists(target) || Files.size(target) < attributes.size())) {
                    DurableFiles.makePrivate(DurableFiles.parent(target));
                    try {
                        DurableFiles.write(target, out -> Files.copy(file, out));
                        copied[0]++;
                    } catch (NoSuchFileException _) {
                        // Deleted meanwhile.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, @Nullable IOException error) throws IOException {
                if (error instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                return super.visitFileFailed(file, error == null ? new IOException(file.toString()) : error);
            }
        });
        return copied[0];
    }
}
