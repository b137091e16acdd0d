// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import static dev.balrog.store.jooq.Tables.BALROG_HISTORY_QUEUE;
import static dev.balrog.store.jooq.Tables.DOCKERFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class RevisionOutboxTest {
    private static final HistoryOptions LONG_TIMEOUTS =
            new HistoryOptions(Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ofMillis(80));

    @TempDir
    private Path directory;

    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(resource);
        return resource;
    }

    private Database database(Kind kind) {
        return closing(TestDatabases.create(kind, directory));
    }

    private Path stored() {
        return directory.resolve("releases");
    }

    private HistoryBuckets directories() {
        return new HistoryBuckets(
                new DirectoryObjectStore(stored()), new DirectoryObjectStore(directory.resolve("nightly")));
    }

    private RevisionOutbox queue(Database database, HistoryBuckets buckets, HistoryOptions options) {
        HistoryListener counting = new HistoryListener() {
            @Override
            public void delivered(int revisions) {
                delivered.addAndGet(revisions);
            }

            @Override
            public void failed(int revisions) {
                failed.addAndGet(revisions);
            }
        };
        return closing(new RevisionOutbox(database, buckets, options, counting, Clock.systemUTC()));
    }

    private RevisionOutbox queue(Database database) {
        return queue(database, directories(), LONG_TIMEOUTS);
    }

    private static List<Revision> commit(Database database, RevisionOutbox queue, List<Revision> revisions) {
        return database.write(sql -> {
            queue.enqueue(sql, revisions);
            return revisions;
        });
    }

    private static int queued(Database database) {
        return database.read(sql -> sql.fetchCount(BALROG_HISTORY_QUEUE));
    }

    private static Optional<String> text(Optional<byte[]> content) {
        return content.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Puts a file where the directory was: nothing in it can be read or written, whoever tries. */
    private void breakStore() throws IOException {
        Files.move(stored(), directory.resolve("away"));
        Files.writeString(stored(), "no directory");
    }

    private void repairStore() throws IOException {
        Files.delete(stored());
        Files.move(directory.resolve("away"), stored());
    }

    @ParameterizedTest
    @EnumSource
    void aRevisionIsDeliveredAfterTheChange(Kind kind) {
        Database database = database(kind);
        RevisionOutbox queue = queue(database);
        List<Revision> revisions =
                commit(database, queue, Revision.ofInsert("Firefox-1", 1, 1700, "bob", "{\"a\":\"ü😀\"}"));
        assertThat(queued(database)).isEqualTo(2);
        assertThat(text(queue.content("Firefox-1", 1))).hasValue("{\"a\":\"ü😀\"}");
        assertThat(queue.deliver(revisions)).isTrue();
        assertThat(queued(database)).isZero();
        assertThat(stored().resolve("Firefox-1/1-1700-bob.json")).hasContent("{\"a\":\"ü😀\"}");
        assertThat(stored().resolve("Firefox-1/None-1699-bob.json")).isEmptyFile();
        assertThat(text(queue.content("Firefox-1", 1))).hasValue("{\"a\":\"ü😀\"}");
        assertThat(delivered).hasValue(2);
        assertThat(failed).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatIsUndoneLeavesNoRevision(Kind kind) {
        Database database = database(kind);
        RevisionOutbox queue = queue(database);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.write(sql -> {
                    sql.insertInto(DOCKERFLOW).set(DOCKERFLOW.WATCHDOG, 1).execute();
                    queue.enqueue(sql, Revision.ofInsert("a", 1, 1700, "bob", "{}"));
                    throw new IllegalStateException("no");
                }));
        assertThat(queued(database)).isZero();
        assertThat(queue.revisions("a")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeDeliveredStaysQueuedUntilItCan(Kind kind) throws Exception {
        Database database = database(kind);
        RevisionOutbox queue = queue(database);
        queue.deliver(commit(database, queue, Revision.ofInsert("a", 1, 1000, "bob", "{}")));
        breakStore();
        List<Revision> revisions =
                commit(database, queue, List.of(Revision.ofUpdate("a", 2, 2000, "bob", "{\"x\":2}")));
        assertThat(queue.deliver(revisions)).isFalse();
        assertThat(failed).hasValue(1);
        assertThat(text(queue.content("a", 2))).hasValue("{\"x\":2}");
        assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> queue.content("a", 1));

        queue.start();
        await(() -> failed.get() >= 3 && queue.length() == 1);
        assertThat(queued(database)).isEqualTo(1);
        repairStore();
        await(() -> queued(database) == 0 && queue.length() == 0);
        assertThat(delivered).hasValue(3);
        assertThat(stored().resolve("a/2-2000-bob.json")).hasContent("{\"x\":2}");
    }

    @ParameterizedTest
    @EnumSource
    void whatAProcessLeftBehindIsDeliveredByTheNext(Kind kind) throws Exception {
        Database database = database(kind);
        try (RevisionOutbox killed =
                new RevisionOutbox(database, directories(), LONG_TIMEOUTS, new NoListener(), Clock.systemUTC())) {
            commit(database, killed, Revision.ofInsert("Firefox-nightly-latest", 1, 1000, "bob", "{}"));
        }
        RevisionOutbox queue = queue(database);
        queue.start();
        await(() -> queued(database) == 0);
        assertThat(directory.resolve("nightly/Firefox-nightly-latest/1-1000-bob.json"))
                .hasContent("{}");
        assertThat(delivered).hasValue(2);
    }

    private static final class NoListener implements HistoryListener {
        @Override
        public void delivered(int revisions) {}

        @Override
        public void failed(int revisions) {}
    }

    @ParameterizedTest
    @EnumSource
    void severalMayDeliverTheSame(Kind kind) throws Exception {
        Database database = database(kind);
        RevisionOutbox one = queue(database);
        RevisionOutbox other = queue(database);
        one.start();
        other.start();
        List<List<Revision>> changes = IntStream.range(0, 20)
                .mapToObj(change -> IntStream.range(0, 25)
                        .mapToObj(i ->
                                Revision.ofUpdate("release" + i, change, 1000 + change, "bob", "{\"i\":" + i + "}"))
                        .toList())
                .toList();
        for (List<Revision> revisions : changes) {
            commit(database, one, revisions);
            CompletableFuture<Boolean> too = CompletableFuture.supplyAsync(() -> other.deliver(revisions));
            assertThat(one.deliver(revisions)).isTrue();
            assertThat(too.join()).isTrue();
        }
        assertThat(queued(database)).isZero();
        for (Revision revision : changes.stream().flatMap(List::stream).toList()) {
            assertThat(stored().resolve(revision.objectName())).hasContent(revision.content());
        }
        await(() -> delivered.get() == 500);
        assertThat(failed).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void oneRevisionThatCannotBeDeliveredDoesNotStopOthers(Kind kind) throws Exception {
        Database database = database(kind);
        RevisionOutbox queue = queue(database);
        Files.writeString(stored().resolve("bad"), "in the way");
        commit(database, queue, List.of(Revision.ofUpdate("bad", 1, 1000, "bob", "{}")));
        queue.start();
        await(() -> failed.get() >= 2);
        commit(
                database,
                queue,
                IntStream.range(0, 40)
                        .mapToObj(i -> Revision.ofUpdate("good", i, 1000, "bob", "{}"))
                        .toList());
        await(() -> delivered.get() == 40);
        assertThat(queued(database)).isEqualTo(1);
    }

    @Test
    void aStoreThatHangsMakesOnlyOneChangeWait() throws Exception {
        Database database = database(Kind.SQLITE);
        HangingStore hanging = new HangingStore(new DirectoryObjectStore(stored()));
        RevisionOutbox queue = queue(
                database,
                new HistoryBuckets(hanging, hanging),
                new HistoryOptions(Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofMinutes(1)));
        List<Revision> first = commit(database, queue, List.of(Revision.ofUpdate("a", 1, 1000, "bob", "{}")));
        List<Revision> second = commit(database, queue, List.of(Revision.ofUpdate("a", 2, 2000, "bob", "{}")));
        assertThat(queue.deliver(first)).isFalse();
        assertThat(queue.deliver(second)).isFalse();
        assertThat(hanging.puts).hasValue(1);
        assertThat(queue.deliver(List.of(Revision.ofUpdate("a-nightly", 2, 2000, "bob", "{}"))))
                .as("the other bucket has nothing queued")
                .isTrue();
        hanging.release.complete(null);
        await(() -> queued(database) == 1);
        await(() -> queue.deliver(second));
        assertThat(queued(database)).isZero();
    }

    /** A directory that does not answer until it is told to. */
    private record HangingStore(ObjectStore store, CompletableFuture<Void> release, AtomicInteger puts)
            implements ObjectStore {
        HangingStore(ObjectStore store) {
            this(store, new CompletableFuture<>(), new AtomicInteger());
        }

        @Override
        public void put(String name, byte[] content) {
            puts.incrementAndGet();
            release.join();
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

    @ParameterizedTest
    @EnumSource
    void oneDataVersionIsNotMistakenForAnother(Kind kind) throws Exception {
        Database database = database(kind);
        RevisionOutbox queue = queue(database);
        List<Revision> revisions = List.of(
                Revision.ofUpdate("x", 10, 1000, "bob", "ten"),
                Revision.ofUpdate("x", 1, 3000, "bob", "one"),
                Revision.ofUpdate("X", 2, 1000, "bob", "upper case"),
                Revision.ofUpdate("x-", 2, 1000, "bob", "another"),
                Revision.ofUpdate("x%", 1, 4000, "bob", "percent"),
                Revision.ofUpdate("x/y", 1, 5000, "bob", "deeper"));
        commit(database, queue, revisions);
        assertVersions(queue);
        assertThat(queue.deliver(revisions)).isTrue();
        assertVersions(queue);
    }

    private static void assertVersions(RevisionOutbox queue) {
        assertThat(text(queue.content("x", 1))).hasValue("one");
        assertThat(text(queue.content("x", 10))).hasValue("ten");
        assertThat(queue.content("x", 2)).isEmpty();
        assertThat(queue.content("x", 100)).isEmpty();
        assertThat(text(queue.content("x%", 1))).hasValue("percent");
        assertThat(queue.revisions("x"))
                .containsExactly(new RevisionInfo(1, 3000, "bob"), new RevisionInfo(10, 1000, "bob"));
    }

    @ParameterizedTest
    @EnumSource
    void theNewestOfADataVersionCounts(Kind kind) throws Exception {
        Database database = database(kind);
        RevisionOutbox queue = queue(database);
        List<Revision> first = new ArrayList<>(Revision.ofInsert("x", 1, 1000, "zoe", "first life"));
        first.add(Revision.ofDelete("x", 1, 900_000, "bob"));
        assertThat(queue.deliver(commit(database, queue, first))).isTrue();
        assertThat(text(queue.content("x", 1))).hasValue("");
        List<Revision> second = Revision.ofInsert("x", 1, 1_000_000, "alice", "second life");
        commit(database, queue, second);
        assertThat(text(queue.content("x", 1))).hasValue("second life");
        List<RevisionInfo> expected = List.of(
                new RevisionInfo(1, 1_000_000, "alice"),
                new RevisionInfo(null, 999_999, "alice"),
                new RevisionInfo(1, 900_000, "bob"),
                new RevisionInfo(1, 1000, "zoe"),
                new RevisionInfo(null, 999, "zoe"));
        assertThat(queue.revisions("x")).isEqualTo(expected);
        assertThat(queue.deliver(second)).isTrue();
        assertThat(text(queue.content("x", 1))).hasValue("second life");
        assertThat(text(queue.content("x", expected.get(3)))).hasValue("first life");
        assertThat(text(queue.content("x", expected.get(4)))).hasValue("");
        assertThat(queue.content("x", new RevisionInfo(1, 1, "nobody"))).isEmpty();
        assertThat(queue.revisions("x")).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void namesAndContentsMayBeLong(Kind kind) {
        Database database = database(kind);
        RevisionOutbox queue = queue(database);
        String identifier = Revision.identifierOfAsset("ü".repeat(100), ".".repeat(200));
        String content = "\"" + "ä".repeat(3_000_000) + "\"";
        List<Revision> revisions = commit(
                database, queue, List.of(Revision.ofUpdate(identifier, 999_999_999, 1000, "u".repeat(100), content)));
        assertThat(text(queue.content(identifier, 999_999_999))).hasValue(content);
        assertThat(queue.deliver(revisions)).isTrue();
        assertThat(text(queue.content(identifier, 999_999_999))).hasValue(content);
    }

    @Test
    void aClosedQueueKeepsWhatIsQueued() {
        Database database = database(Kind.SQLITE);
        RevisionOutbox queue = queue(database);
        List<Revision> revisions = commit(database, queue, Revision.ofInsert("a", 1, 1000, "bob", "{}"));
        queue.start();
        queue.close();
        int left = queued(database);
        assertThat(queue.deliver(revisions)).isFalse();
        assertThat(queued(database)).isEqualTo(left);
    }
}
