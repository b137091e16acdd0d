// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of the audit log by their time. */
class AuditTimeTest {
    @TempDir
    private Path directory;

    @Test
    void findsTheNewestEntryOfATime() {
        RandomGenerator random = RandomGenerator.getDefault();
        try (Database database = TestDatabases.create(Kind.SQLITE, directory)) {
            long[] times = new long[60];
            AuditHead before = database.read(AuditChain::head);
            long now = before.millis() + 1;
            for (int entry = 0; entry < times.length; entry++) {
                now += random.nextInt(3);
                times[entry] = now;
                long written = now;
                database.writeExclusively(sql -> {
                    AuditChain.append(
                            sql, "a@example.com", written, List.of(AuditRecord.event(AuditAction.ACKNOWLEDGE, null)));
                    return written;
                });
            }
            for (long millis = times[0] - 1; millis <= now + 1; millis++) {
                long time = millis;
                long expected = before.sequence();
                for (int entry = 0; entry < times.length && times[entry] <= millis; entry++) {
                    expected = before.sequence() + entry + 1;
                }
                assertThat(database.<Long>read(sql -> AuditChain.newestUntil(sql, time)))
                        .as("%s among %s", millis, times)
                        .isEqualTo(expected);
            }
        }
    }
}
