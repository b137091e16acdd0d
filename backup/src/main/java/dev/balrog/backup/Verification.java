// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.audit.AuditVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Proves that backups can be restored, by restoring them into temporary databases. */
public final class Verification {
    private final Optional<DatabaseUri> server;
    private final InstantSource clock;

    /**
     * Creates a verification.
     *
     * @param server database beside which temporary ones may be created; only needed for backups of servers
     */
    public Verification(Optional<DatabaseUri> server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Result of a verification.
     *
     * @param counted whether the rows of the snapshot were compared with its manifest
     * @param summary content of the database at the end of the chain
     * @param audit verification of its audit log; empty when it has none
     */
    public record Result(boolean counted, DatabaseSummary summary, Optional<AuditVerifier.Result> audit) {}

    /**
     * Restores a chain: its snapshot, whose rows are counted, then all of it, whose audit log is verified.
     *
     * @throws BackupException when it can't be restored, differs from its manifests, or its audit log is broken
     */
    public Result verify(Chain chain) {
        chain.requireAuthentic();
        try {
            Path directory = Files.createTempDirectory("balrog-verify-");
            try (TemporaryDatabase temporary = TemporaryDatabase.of(chain, server, directory, clock)) {
                Result first = temporary.restore(
                        chain.withoutIncrements(),
                        null,
                        database -> result(chain, database, chain.increments().isEmpty()));
                boolean counted = compare(chain, first.summary());
                Result last = chain.increments().isEmpty()
                        ? first
                        : temporary.restore(chain, null, database -> result(chain, database, true));
                return new Result(counted, last.summary(), last.audit());
            } finally {
                DurableFiles.deleteTree(directory);
            }
        } catch (IOException e) {
            throw new BackupException("The backup " + chain.directory() + " can't be verified: " + e, e);
        }
    }

    private static Result result(Chain chain, Database restored, boolean last) {
        return new Result(
                false,
                restored.read(DatabaseSummary::read),
                last
                        ? RestoredAuditLog.verify(restored, "the database restored from " + chain.directory())
                        : Optional.empty());
    }

    private static boolean compare(Chain chain, DatabaseSummary found) {
        Map<String, Long> expected = chain.snapshot().rows();
        if (expected == null) {
            return false;
        }
        if (!expected.equals(found.rows())) {
            throw new BackupException("The backup " + chain.directory()
                    + " does not have the numbers of rows in its manifest: " + found.rows() + " and not " + expected);
        }
        return true;
    }
}
