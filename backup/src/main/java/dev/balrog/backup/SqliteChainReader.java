// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Restores SQLite files from chains. */
final class SqliteChainReader {
    private SqliteChainReader() {}

    /** Returns the state at the end of a chain, from all its parts, without writing the file. */
    static PageDigests pages(Chain chain) throws IOException {
        PageDigests pages;
        try (InputStream in = DurableFiles.openCompressed(snapshotFile(chain))) {
            pages = PageDigests.of(in);
        }
        requireState(chain, pages, expected(chain));
        for (Increment increment : chain.increments()) {
            try (InputStream in = DurableFiles.openCompressed(file(chain, increment))) {
                pages = pages.after(in);
            }
            requireState(chain, pages, expected(increment));
        }
        return pages;
    }

    /**
     * Writes the file that a chain ends with, and checks each part of the chain and the result.
     *
     * @param file does not exist yet
     */
    static void restore(Chain chain, Path file) throws IOException {
        DurableFiles.check(chain.directory(), chain.snapshot().file());
        for (Increment increment : chain.increments()) {
            DurableFiles.check(chain.parts(), increment.file());
        }
        try (InputStream in = DurableFiles.openCompressed(snapshotFile(chain))) {
            Files.copy(in, file);
        }
        PageDigests pages = PageDigests.of(file);
        PageState expected = expected(chain);
        for (Increment increment : chain.increments()) {
            try (InputStream in = DurableFiles.openCompressed(file(chain, increment))) {
                pages.apply(in, file);
            }
            expected = expected(increment);
        }
        requireState(chain, PageDigests.of(file), expected);
        SqliteDatabases.problem(file).ifPresent(problem -> {
            throw new BackupException("The database restored from " + chain.directory() + " is damaged: " + problem);
        });
        DurableFiles.sync(file);
    }

    private static Path snapshotFile(Chain chain) {
        return chain.directory().resolve(chain.snapshot().file().name());
    }

    private static Path file(Chain chain, Increment increment) {
        return chain.parts().resolve(increment.file().name());
    }

    private static PageState expected(Chain chain) {
        if (chain.snapshot().content() instanceof Snapshot.SqliteFile(PageState state)) {
            return state;
        }
        throw new BackupException("The backup " + chain.directory() + " is not of a SQLite database");
    }

    private static PageState expected(Increment increment) {
        if (increment.content() instanceof Increment.Pages pages) {
            return pages.state();
        }
        throw new BackupException("The increment " + increment.file().name() + " is not of a SQLite database");
    }

    private static void requireState(Chain chain, PageDigests pages, PageState expected) {
        if (!pages.state().equals(expected)) {
            throw new BackupException(
                    "The backup " + chain.directory() + " is damaged: its pages do not match its manifests");
        }
    }
}
