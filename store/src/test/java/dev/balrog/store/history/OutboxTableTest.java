// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxTableTest {
    @TempDir
    private Path directory;

    private static void add(Database database, int dataVersion) {
        database.write(sql -> {
            OutboxTable.add(sql, List.of(Revision.ofUpdate("a", dataVersion, 1000, "bob", "{}")), 0);
            return dataVersion;
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoIsLateDoesNotDeleteANewRowOfTheSameId(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            OutboxTable queue = new OutboxTable(database);
            add(database, 1);
            List<OutboxTable.Entry> entries = queue.entries(queue.next(HistoryBucket.RELEASES, 10));
            assertThat(queue.delivered(entries)).isEqualTo(1);
            add(database, 2);
            assertThat(queue.delivered(entries)).isZero();
            assertThat(queue.objectNames("a/")).containsExactly("a/2-1000-bob.json");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatFailedLeastOftenIsNext(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            OutboxTable queue = new OutboxTable(database);
            add(database, 1);
            queue.failed(queue.entries(queue.next(HistoryBucket.RELEASES, 10)));
            add(database, 2);
            add(database, 3);
            assertThat(queue.next(HistoryBucket.RELEASES, 2))
                    .map(id -> queue.entries(List.of(id)).getFirst().objectName())
                    .containsExactly("a/2-1000-bob.json", "a/3-1000-bob.json");
            assertThat(queue.next(HistoryBucket.NIGHTLY, 2)).isEmpty();
            assertThat(queue.length(HistoryBucket.RELEASES)).isEqualTo(3);
        }
    }
}
