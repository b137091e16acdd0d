// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves that backups can be restored, by restoring them into temporary databases. */
public final class Verification {
    private final Optional<DatabaseUri> server;
    private final InstantSource clock;

    /**
     * Makes a verification.
     *
     * @param server a database beside which temporary ones may be made; only needed for those of servers
     */
    public Verification(Optional<DatabaseUri> server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param counted whether the rows of the snapshot were compared with its manifest
     * @param facts what the database has at the end of the chain
     */
    public record Result(boolean counted, Facts facts) {}

    /**
     * Restores a chain: its snapshot, whose rows are counted, then all of it.
     *
     * @throws BackupException when it can't be restored, or differs from its manifests
     */
    public Result verify(Chain chain) {
        chain.requireAuthentic();
        try {
            Path directory = Files.createTempDirectory("balrog-verify-");
            try (Scratch scratch = Scratch.of(chain, server, directory, clock)) {
                Chain beginning = new Chain(
                        chain.directory(),
                        chain.snapshot(),
                        List.of(),
                        chain.snapshot().time(),
                        chain.seal());
                Facts first = scratch.restore(beginning, null, Facts::read);
                boolean counted = compare(chain, first);
                return new Result(
                        counted, chain.increments().isEmpty() ? first : scratch.restore(chain, null, Facts::read));
            } finally {
                DurableFiles.deleteTree(directory);
            }
        } catch (IOException e) {
            throw new BackupException("The backup " + chain.directory() + " can't be verified: " + e, e);
        }
    }

    private static boolean compare(Chain chain, Facts found) {
        Map<String, Long> expected = chain.snapshot().rows();
        if (expected == null) {
            return false;
        }
        if (!expected.equals(found.rows())) {
            throw new BackupException("The backup " + chain.directory()
                    + " holds other numbers of rows than its manifest says: " + found.rows() + " and not " + expected);
        }
        return true;
    }
}
