// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static dev.balrog.admin.Changes.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.balrog.admin.EventReader.Event;
import dev.balrog.admin.feed.ChangeFeed;
import dev.balrog.service.AnonymousRead;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.AuditAction;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.audit.AuditRecord;
import dev.balrog.store.audit.AuditRecord.RowId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of {@code GET /v2/events}. */
@Tag("slow")
@Timeout(120)
class EventStreamTest {
    private static final String STATE = """
            {'permissions': [
               {'permission': 'admin', 'username': 'ada', 'data_version': 1},
               {'permission': 'rule', 'username': 'mal', 'data_version': 1}],
             'user_roles': [
               {'username': 'ada', 'role': 'releng', 'data_version': 1}],
             'rules': [
               {'rule_id': 1, 'product': 'Firefox', 'channel': 'beta', 'priority': 10, 'backgroundRate': 100,
                'update_type': 'minor', 'data_version': 1},
               {'rule_id': 2, 'product': 'Firefox', 'channel': 'nightly', 'priority': 9, 'backgroundRate': 100,
                'update_type': 'minor', 'data_version': 1}]}""";

    private static final String SETTINGS = "{'DB_ALLOWLIST': {'good.example': ['Firefox']}}";

    private static final Duration A_WHILE = Duration.ofMillis(1_500);

    @TempDir
    private Path directory;

    private @Nullable AdminOnDatabase started;

    private AdminOnDatabase start(Kind kind, AnonymousRead level, ChangeFeed.Limits limits) throws Exception {
        AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, json(STATE), "{}");
        started = admin;
        admin.show(level);
        admin.limit(limits);
        admin.configure(json(SETTINGS), null);
        return admin;
    }

    private AdminOnDatabase start(Kind kind) throws Exception {
        return start(kind, AnonymousRead.FULL, ChangeFeed.Limits.DEFAULT);
    }

    private static ChangeFeed.Limits limits(int streams, int anonymous, int events) {
        return new ChangeFeed.Limits(streams, anonymous, events, Duration.ofSeconds(15), Duration.ofMinutes(15));
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static String send(AdminOnDatabase admin, String user, String method, String path, String body)
            throws Exception {
        HttpResponse<String> response = admin.send(
                method,
                path,
                body.replace('\'', '"'),
                List.of("Authorization", "Bearer " + user, "Content-Type", "application/json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static void changePriority(AdminOnDatabase admin, int rule, int priority) throws Exception {
        send(
                admin,
                "ada",
                "PUT",
                "/rules/" + rule,
                "{'priority': %d, 'data_version': %d}".formatted(priority, priority));
    }

    private static List<String> actions(List<Event> events) {
        return events.stream()
                .map(event -> event.told("kind") + " " + event.told("action"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfCommittedChangesOnce(Kind kind) throws Exception {
        AdminOnDatabase admin = start(kind);
        try (EventReader reader = EventReader.open(admin, null, null)) {
            Event open = reader.opened();
            long before = open.number();
            assertThat(open.data().path("newest").asLong()).isEqualTo(before);
            assertThat(open.data().path("time").asLong()).isCloseTo(System.currentTimeMillis(), within(60_000L));
            assertThat(open.data().path("resumed").asBoolean()).isFalse();
            assertThat(reader.header("content-type")).isEqualTo("text/event-stream");
            assertThat(reader.header("cache-control")).isEqualTo("no-store");
            assertThat(reader.header("x-accel-buffering")).isEqualTo("no");

            changePriority(admin, 1, 1);
            Event changed = reader.next();
            assertThat(changed.type()).isEqualTo("change");
            assertThat(changed.number()).isEqualTo(before + 1);
            assertThat(changed.told("kind")).isEqualTo("rule");
            assertThat(changed.told("action")).isEqualTo("update");
            assertThat(changed.data().path("key").path("rule_id").asInt()).isEqualTo(1);
            assertThat(changed.data().path("sc_id").isNull()).isTrue();
            assertThat(changed.told("changed_by")).isEqualTo("ada");

            send(
                    admin,
                    "ada",
                    "POST",
                    "/scheduled_changes/rules",
                    "{'rule_id': 2, 'data_version': 1, 'change_type': 'update', 'priority': 3, 'product': 'Firefox',"
                            + " 'channel': 'nightly', 'backgroundRate': 50, 'update_type': 'minor',"
                            + " 'when': 4102444800000}");
            admin.at(Instant.ofEpochMilli(4_102_444_800_001L));
            send(admin, "ada", "POST", "/scheduled_changes/rules/1/enact", "{}");
            List<Event> events = reader.within(A_WHILE);
            assertThat(events).extracting(Event::type).containsOnly("change");
            assertThat(actions(events)).contains("rule schedule", "rule enact", "rule update");
            assertThat(events.stream().filter(event -> event.told("action").equals("enact")))
                    .allSatisfy(event ->
                            assertThat(event.data().path("sc_id").asInt()).isEqualTo(1));
            assertThat(events.stream().map(Event::number).toList())
                    .isEqualTo(LongStream.rangeClosed(before + 2, before + 1 + events.size())
                            .boxed()
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfNothingBeforeItsCommit(Kind kind) throws Exception {
        AdminOnDatabase admin = start(kind);
        try (EventReader reader = EventReader.open(admin, null, null)) {
            long before = reader.opened().number();
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch committing = new CountDownLatch(1);
            CompletableFuture<Void> change =
                    CompletableFuture.runAsync(() -> admin.database().writeExclusively(sql -> {
                        AuditChain.append(sql, "ada", 1, List.of(record("{\"rule_id\":1}")));
                        written.countDown();
                        return await(committing);
                    }));
            assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(reader.within(A_WHILE)).isEmpty();

            committing.countDown();
            change.join();
            assertThat(reader.next().number()).isEqualTo(before + 1);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuditRecord record(String key) {
        return new AuditRecord(AuditAction.UPDATE, null, new RowId("rules", key), 2, null, null, null, null);
    }

    /** Disconnects again and again while two clients change rules: each event has to arrive exactly once. */
    @ParameterizedTest
    @EnumSource
    void resumesWithoutGapsAndDuplicates(Kind kind) throws Exception {
        AdminOnDatabase admin = start(kind);
        int changes = 40;
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Long> received = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            @Nullable Long last = null;
            long first = 0;
            List<Future<?>> writers = new ArrayList<>();
            while (received.size() < 2 * changes) {
                try (EventReader reader = EventReader.open(admin, "ada", last)) {
                    Event open = reader.opened();
                    if (last == null) {
                        first = open.number();
                        for (int rule = 1; rule <= 2; rule++) {
                            int changed = rule;
                            writers.add(pool.submit(() -> {
                                for (int i = 1; i <= changes; i++) {
                                    changePriority(admin, changed, i);
                                }
                                return true;
                            }));
                        }
                    } else {
                        assertThat(open.data().path("resumed").asBoolean())
                                .as("seed %d", seed)
                                .isTrue();
                    }
                    last = open.number();
                    for (int i = random.nextInt(1, 8); i > 0 && received.size() < 2 * changes; i--) {
                        last = reader.next().number();
                        received.add(last);
                    }
                }
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(received)
                    .as("seed %d", seed)
                    .isEqualTo(LongStream.rangeClosed(first + 1, first + 2L * changes)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void tellsWhenItCannotResume() throws Exception {
        AdminOnDatabase admin = start(Kind.SQLITE, AnonymousRead.FULL, limits(10, 10, 8));
        for (int i = 1; i <= 10; i++) {
            changePriority(admin, 1, i);
        }
        long newest = admin.database().read(AuditChain::head).sequence();
        // The app has seen none of these changes yet: it reads the newest ones from the log.
        try (EventReader old = EventReader.open(admin, null, newest - 9);
                EventReader recent = EventReader.open(admin, null, newest - 8);
                EventReader ahead = EventReader.open(admin, null, newest + 1)) {
            assertThat(old.opened().data().path("resumed").asBoolean()).isFalse();
            assertThat(ahead.opened().data().path("resumed").asBoolean()).isFalse();
            assertThat(recent.opened().data().path("resumed").asBoolean()).isTrue();
            assertThat(recent.next().number()).isEqualTo(newest - 7);
            assertThat(old.within(A_WHILE)).isEmpty();
        }
        for (int i = 11; i <= 20; i++) {
            changePriority(admin, 1, i);
        }
        try (EventReader old = EventReader.open(admin, null, newest + 1);
                EventReader recent = EventReader.open(admin, null, newest + 2)) {
            assertThat(old.opened().data().path("resumed").asBoolean()).isFalse();
            assertThat(recent.opened().data().path("resumed").asBoolean()).isTrue();
            assertThat(recent.within(A_WHILE).stream().map(Event::number).toList())
                    .isEqualTo(LongStream.rangeClosed(newest + 3, newest + 10)
                            .boxed()
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfChangesByAnotherApp(Kind kind) throws Exception {
        AdminOnDatabase admin = start(kind);
        AdminOnDatabase other = AdminOnDatabase.start(admin.database(), directory.resolve("other"));
        other.configure(json(SETTINGS), null);
        try (EventReader reader = EventReader.open(admin, null, null)) {
            reader.opened();
            changePriority(other, 1, 1);
            assertThat(reader.next().told("kind")).isEqualTo("rule");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesTheKindThatMozillasBalrogChanged(Kind kind) throws Exception {
        AdminOnDatabase admin = start(kind);
        try (EventReader user = EventReader.open(admin, "mal", null);
                EventReader anonymous = EventReader.open(admin, null, null)) {
            user.opened();
            anonymous.opened();
            admin.database().write(sql -> {
                sql.execute("UPDATE rules SET priority = 7, data_version = 2 WHERE rule_id = 1");
                return sql.execute("INSERT INTO rules_history (changed_by, timestamp, rule_id, priority, data_version)"
                        + " VALUES ('mozilla', 5, 1, 7, 2)");
            });
            Event changed = anonymous.next();
            assertThat(changed.type()).isEqualTo("changed");
            assertThat(changed.id()).isEmpty();
            assertThat(changed.data().toString()).isEqualTo("{\"kind\":\"rule\"}");
            assertThat(user.next()).isEqualTo(changed);

            admin.database()
                    .write(sql -> sql.execute(
                            "INSERT INTO permissions_history (changed_by, timestamp, permission, username, data_version)"
                                    + " VALUES ('mozilla', 6, 'rule', 'eve', 1)"));
            assertThat(user.next().data().toString()).isEqualTo("{\"kind\":\"permission\"}");
            assertThat(anonymous.within(A_WHILE)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withholdsWhatItsReaderMayNotSee(Kind kind) throws Exception {
        AdminOnDatabase admin = start(kind);
        try (EventReader anonymous = EventReader.open(admin, null, null);
                EventReader user = EventReader.open(admin, "mal", null);
                EventReader viewer = EventReader.open(admin, "ada", null)) {
            for (EventReader reader : List.of(anonymous, user, viewer)) {
                reader.opened();
            }
            send(
                    admin,
                    "ada",
                    "POST",
                    "/scheduled_changes/permissions",
                    "{'permission': 'release', 'username': 'eve', 'change_type': 'insert', 'when': 4102444800000}");
            HttpResponse<String> granted = admin.send("PUT", "/users/eve/permissions/rule", "{}", AdminOnDatabase.ADA);
            assertThat(granted.statusCode()).as(granted.body()).isEqualTo(201);
            HttpResponse<String> role = admin.send("PUT", "/users/eve/roles/qa", "{}", AdminOnDatabase.ADA);
            assertThat(role.statusCode()).as(role.body()).isEqualTo(201);
            changePriority(admin, 1, 1);

            assertThat(actions(anonymous.within(A_WHILE))).containsExactly("rule update");
            assertThat(actions(user.arrived()))
                    .contains("permission schedule", "rule update")
                    .doesNotContain("permission insert", "user_role insert");
            assertThat(actions(viewer.arrived()))
                    .contains("permission schedule", "permission insert", "user_role insert", "rule update");
        }
    }

    @Test
    void hidesNamesFromAnonymousReadersAsOtherOperationsDo() throws Exception {
        AdminOnDatabase admin = start(Kind.SQLITE, AnonymousRead.REDACTED, ChangeFeed.Limits.DEFAULT);
        try (EventReader anonymous = EventReader.open(admin, null, null);
                EventReader user = EventReader.open(admin, "mal", null)) {
            anonymous.opened();
            user.opened();
            admin.database().writeExclusively(sql -> {
                AuditChain.append(
                        sql,
                        "ada",
                        1,
                        List.of(new AuditRecord(
                                AuditAction.SIGN,
                                null,
                                new RowId("rules_scheduled_changes_signoffs", "{\"sc_id\":1,\"username\":\"ada\"}"),
                                null,
                                null,
                                null,
                                null,
                                null)));
                return true;
            });
            assertThat(user.next().told("changed_by")).isEqualTo("ada");
            Event redacted = anonymous.next();
            assertThat(redacted.told("changed_by")).isEqualTo("redacted");
            assertThat(redacted.data().path("key").path("username").asString()).isEqualTo("redacted");
            assertThat(redacted.data().path("sc_id").asInt()).isEqualTo(1);
        }
        admin.show(AnonymousRead.NONE);
        admin.configure(json(SETTINGS), null);
        try (EventReader anonymous = EventReader.open(admin, null, null)) {
            assertThat(anonymous.status()).isEqualTo(401);
        }
    }

    @Test
    void rejectsMoreStreamsThanItCanServe() throws Exception {
        AdminOnDatabase admin = start(Kind.SQLITE, AnonymousRead.FULL, limits(3, 2, 16));
        List<EventReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                readers.add(EventReader.open(admin, null, null));
                readers.getLast().opened();
            }
            try (EventReader third = EventReader.open(admin, null, null)) {
                assertThat(third.status()).isEqualTo(503);
                assertThat(third.header("retry-after")).isEqualTo("10");
            }
            readers.add(EventReader.open(admin, "ada", null));
            readers.getLast().opened();
            try (EventReader fourth = EventReader.open(admin, "ada", null)) {
                assertThat(fourth.status()).isEqualTo(503);
            }
            assertThat(admin.feed().streams()).isEqualTo(3);
            assertThat(admin.feed().rejected()).isEqualTo(2);
        } finally {
            for (EventReader reader : readers) {
                reader.close();
            }
        }
        awaitStreams(admin, 0);
        assertThat(admin.measured("balrog_request_seconds_count"))
                .as("streams are not counted as slow requests")
                .isEqualTo(2);
    }

    private static void awaitStreams(AdminOnDatabase admin, int expected) throws InterruptedException {
        for (int i = 0; i < 100 && admin.feed().streams() != expected; i++) {
            Thread.sleep(100);
        }
        assertThat(admin.feed().streams()).isEqualTo(expected);
    }

    @Test
    void answersHeadWithoutAStream() throws Exception {
        AdminOnDatabase admin = start(Kind.SQLITE);
        HttpResponse<String> head = admin.send("HEAD", "/v2/events", "", AdminOnDatabase.ADA);
        assertThat(head.statusCode()).isEqualTo(200);
        awaitStreams(admin, 0);
        HttpResponse<String> odd = admin.send("GET", "/v2/events", "", List.of("Last-Event-ID", "not a number"));
        HttpResponse<String> asked =
                admin.send("OPTIONS", "/api/v2/events", "", List.of("Origin", "https://console.example"));
        assertThat(asked.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("Last-Event-ID");
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(odd.body()).contains("Last-Event-ID");
    }

    @Test
    void endsTheStreamOfASlowReaderWhichResumes() throws Exception {
        AdminOnDatabase admin = start(Kind.SQLITE, AnonymousRead.FULL, limits(10, 10, 200));
        String key = "{\"name\":\"" + "x".repeat(10_000) + "\"}";
        List<AuditRecord> batch =
                LongStream.range(0, 20).mapToObj(_ -> record(key)).collect(Collectors.toUnmodifiableList());
        try (EventReader slow = EventReader.stalled(admin, null, null)) {
            for (int i = 0; i < 400 && admin.feed().lagging() == 0; i++) {
                admin.database().writeExclusively(sql -> {
                    AuditChain.append(sql, "ada", 1, batch);
                    return true;
                });
                Thread.sleep(ChangeFeed.INTERVAL);
                assertThat(admin.measured("balrog_http_unsent_bytes")).isLessThan(500_000);
            }
            assertThat(admin.feed().lagging()).isEqualTo(1);
            assertThat(admin.feed().streams()).isZero();

            slow.read();
            List<Event> received = slow.arrived();
            assertThat(received).hasSizeGreaterThan(2);
            long last = received.getLast().number();
            try (EventReader again = EventReader.open(admin, null, last)) {
                assertThat(again.opened().data().path("resumed").asBoolean()).isTrue();
                assertThat(again.next().number()).isEqualTo(last + 1);
            }
        }
    }

    @Test
    void sendsHeartbeatsAndEndsOldStreams() throws Exception {
        AdminOnDatabase admin = start(
                Kind.SQLITE,
                AnonymousRead.FULL,
                new ChangeFeed.Limits(10, 10, 16, Duration.ofMillis(300), Duration.ofSeconds(3)));
        try (EventReader reader = EventReader.open(admin, null, null)) {
            reader.opened();
            awaitStreams(admin, 0);
            for (int i = 0; i < 100 && !reader.hasEnded(); i++) {
                Thread.sleep(50);
            }
            assertThat(reader.hasEnded()).isTrue();
            assertThat(reader.comments()).isBetween(3, 12);
        }
    }

    @Test
    void continuesAfterTheLogWasReplaced() throws Exception {
        AdminOnDatabase admin = start(Kind.SQLITE);
        changePriority(admin, 1, 1);
        changePriority(admin, 1, 2);
        long newest;
        try (EventReader reader = EventReader.open(admin, null, null)) {
            newest = reader.opened().number();
            admin.database().write(sql -> sql.execute("DELETE FROM balrog_audit_log"));
            assertThat(admin.database().read(AuditChain::head)).isEqualTo(AuditHead.NONE);
            awaitStreams(admin, 0);
        }
        try (EventReader reader = EventReader.open(admin, null, newest)) {
            assertThat(reader.opened().data().path("resumed").asBoolean()).isFalse();
            changePriority(admin, 1, 3);
            assertThat(reader.next().number()).isEqualTo(1);
        }
    }

    @Test
    void stopsAtOnceAlthoughStreamsAreOpen() throws Exception {
        AdminOnDatabase admin = start(Kind.SQLITE);
        try (EventReader one = EventReader.open(admin, null, null);
                EventReader other = EventReader.open(admin, "ada", null)) {
            one.opened();
            other.opened();
            long begin = System.nanoTime();
            admin.show(AnonymousRead.FULL);
            // Requests in flight have five seconds to end.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            assertThat(one.hasEnded() && other.hasEnded()).isTrue();
        }
    }
}
