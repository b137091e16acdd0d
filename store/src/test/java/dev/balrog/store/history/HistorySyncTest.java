// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.OldHistory;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.history.HistorySync.Options;
import dev.balrog.store.history.HistorySync.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class HistorySyncTest {
    private static final Options ALL = new Options(true, true, false, 4);
    private static final Options WITHOUT_NIGHTLY = new Options(false, true, false, 4);
    private static final Options DRY_RUN = new Options(true, false, false, 4);
    private static final Options VERIFIED = new Options(true, true, true, 4);

    @TempDir
    private Path directory;

    /** A database of which the history of releases is in a table, as {@link OldHistory} has it. */
    private Database database(Kind kind) {
        DatabaseUri uri = TestDatabases.uri(kind, directory);
        Database database = new Database(uri, DatabaseOptions.forWriting());
        OldHistory.create(database);
        return database;
    }

    private HistoryBuckets buckets() {
        return new HistoryBuckets(
                new DirectoryObjectStore(directory.resolve("releases")),
                new DirectoryObjectStore(directory.resolve("nightly")));
    }

    private static Result sync(Database database, HistoryBuckets buckets, Options options) throws InterruptedException {
        return new HistorySync(database, buckets, options).run(_ -> {}).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void theHistoryIsReadFromTheObjectStore(Kind kind) throws Exception {
        try (Database database = TestDatabases.create(kind, directory);
                HistoryBuckets buckets = buckets()) {
            OldHistory.create(database);

            assertThat(sync(database, buckets, ALL)).isEqualTo(new Result(5, 0, 0, List.of()));

            try (RevisionOutbox outbox = new RevisionOutbox(
                    database, buckets, HistoryOptions.defaults(), new NoListener(), Clock.systemUTC())) {
                assertThat(outbox.revisions("Firefox-60.0-build1"))
                        .containsExactly(
                                new RevisionInfo(2, 1525000001000L, "ann"),
                                new RevisionInfo(1, 1525000000000L, "bob"),
                                new RevisionInfo(null, 1524999999999L, "bob"));
                assertThat(outbox.content("Firefox-60.0-build1", 2))
                        .hasValue(OldHistory.CONTENT.getBytes(StandardCharsets.UTF_8));
                assertThat(outbox.content("Firefox-60.0-build1", new RevisionInfo(null, 1524999999999L, "bob")))
                        .hasValueSatisfying(content -> assertThat(content).isEmpty());
                assertThat(outbox.revisions("Firefox-mozilla-central-nightly-latest"))
                        .hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereIsNotWrittenAgain(Kind kind) throws Exception {
        try (Database database = database(kind);
                HistoryBuckets buckets = buckets()) {
            assertThat(sync(database, buckets, WITHOUT_NIGHTLY)).isEqualTo(new Result(3, 0, 2, List.of()));
            assertThat(sync(database, buckets, DRY_RUN)).isEqualTo(new Result(2, 3, 0, List.of()));
            assertThat(buckets.nightly().list("")).isEmpty();
            assertThat(sync(database, buckets, ALL)).isEqualTo(new Result(2, 3, 0, List.of()));
            assertThat(sync(database, buckets, VERIFIED)).isEqualTo(new Result(0, 5, 0, List.of()));
        }
    }

    @Test
    void aDifferenceIsFoundAndKept() throws Exception {
        try (Database database = database(Kind.SQLITE);
                HistoryBuckets buckets = buckets()) {
            String name = "Firefox-60.0-build1/1-1525000000000-bob.json";
            buckets.releases().put(name, "other".getBytes(StandardCharsets.UTF_8));

            assertThat(sync(database, buckets, VERIFIED)).isEqualTo(new Result(4, 1, 0, List.of(name)));

            assertThat(buckets.releases().get(name)).hasValue("other".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aRunThatFailedGoesOn() throws Exception {
        try (Database database = database(Kind.SQLITE);
                HistoryBuckets buckets = buckets()) {
            OldHistory.addUpdates(database, 1_200);
            AtomicInteger stored = new AtomicInteger();
            ObjectStore failing = new FailingStore(buckets.releases(), stored, 700);
            HistorySync interrupted = new HistorySync(database, new HistoryBuckets(failing, buckets.nightly()), ALL);

            assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> interrupted.run(_ -> {}));

            int kept = buckets.releases().list("").size();
            // Writes beside the one that failed may have been interrupted.
            assertThat(kept).isBetween(600, 704);
            int nightly = buckets.nightly().list("").size();
            assertThat(sync(database, buckets, ALL))
                    .isEqualTo(new Result(1_205L - kept - nightly, kept + nightly, 0, List.of()));
            assertThat(sync(database, buckets, VERIFIED)).isEqualTo(new Result(0, 1_205, 0, List.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewDatabaseHasNoSuchHistory(Kind kind) throws Exception {
        try (Database database = TestDatabases.create(kind, directory);
                HistoryBuckets buckets = buckets()) {
            assertThat(new HistorySync(database, buckets, ALL).run(_ -> {})).isEmpty();
        }
    }

    private static final class NoListener implements HistoryListener {
        @Override
        public void delivered(int revisions) {}

        @Override
        public void failed(int revisions) {}
    }

    /** Passes on to a store, which fails after a number of writes. */
    private record FailingStore(ObjectStore store, AtomicInteger writes, int most) implements ObjectStore {
        @Override
        public void put(String name, byte[] content) {
            if (writes.incrementAndGet() > most) {
                throw new ObjectStoreException("the store is full");
            }
            store.put(name, content);
        }

        @Override
        public Optional<byte[]> get(String name) {
            return store.get(name);
        }

        @Override
        public List<String> list(String prefix, int most) {
            return store.list(prefix, most);
        }

        @Override
        public String description() {
            return store.description();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
