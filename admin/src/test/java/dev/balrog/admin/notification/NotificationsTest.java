// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static dev.balrog.admin.notification.NotificationWorld.run;
import static dev.balrog.admin.notification.NotificationWorld.to;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.admin.notification.Receiver.Request;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.DryRun;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.notification.ConsumerLease;
import dev.balrog.store.notification.NotificationQueue;
import dev.balrog.store.notification.QueuedEvent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@Tag("slow")
@Timeout(120)
class NotificationsTest {
    private static final Duration TAKEN_OVER = ConsumerLease.TIMEOUT.plusSeconds(1);

    @TempDir
    private Path directory;

    private static double value(ServerMetrics metrics, String series) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheLifeOfAChangeInOrder(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/hook")));
            assertThat(receiver.received()).isEmpty();

            int change = world.schedule(1, 20);
            run(app);
            JsonNode needed = receiver.taken().getFirst().json();
            assertThat(needed.path("event").asString()).isEqualTo("signoff_needed");
            assertThat(needed.path("environment").asString()).isEqualTo("tests");
            assertThat(needed.path("by").asString()).isEqualTo("ada");
            assertThat(needed.path("time").asLong()).isEqualTo(world.now());
            assertThat(needed.path("missing_signoffs").path("releng").asInt()).isEqualTo(1);
            assertThat(needed.path("change").path("kind").asString()).isEqualTo("rule");
            assertThat(needed.path("change").path("name").asString()).isEqualTo("1");
            assertThat(needed.path("change").path("product").asString()).isEqualTo("Firefox");
            assertThat(needed.path("change").path("sc_id").asInt()).isEqualTo(change);
            assertThat(needed.path("url").asString())
                    .isEqualTo("https://balrog.example.com/ui/rules/changes/" + change);

            world.signOff("bob", change);
            run(app);
            assertThat(receiver.received()).hasSize(1);
            world.pass(Duration.ofHours(1));
            world.enact(change);
            world.shutOff("Thunderbird", "release", "crashes at start");
            run(app);
            world.engine().write("ada", transaction -> {
                transaction.delete(
                        Entity.EMERGENCY_SHUTOFFS,
                        Row.of(PRODUCT, "Thunderbird").with(CHANNEL, "release"),
                        1);
                return true;
            });
            run(app);
            assertThat(receiver.events()).containsExactly("signoff_needed", "enacted", "shutoff", "resumed");
            JsonNode shutoff = receiver.taken().get(2).json().path("shutoff");
            assertThat(shutoff.path("product").asString()).isEqualTo("Thunderbird");
            assertThat(shutoff.path("comment").asString()).isEqualTo("crashes at start");
            assertThat(receiver.taken().stream().map(Request::key).distinct()).hasSize(4);

            run(app);
            assertThat(receiver.received()).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void needsASignoffAgainWhenOneIsRevokedOrTheChangeIsEdited(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            int change = world.schedule(1, 20);
            world.signOff("bob", change);
            run(app);
            // Signed when it was read: nobody is asked for what is there.
            assertThat(receiver.received()).isEmpty();

            world.engine().write("bob", transaction -> transaction.withdraw(Entity.RULES, change, "bob"));
            run(app);
            world.signOff("bob", change);
            run(app);
            world.engine()
                    .write("ada", transaction -> transaction.edit(Entity.RULES, change, Row.of(RULES.PRIORITY, 30), 1));
            run(app);
            assertThat(receiver.events()).containsExactly("signoff_needed", "signoff_needed");
            assertThat(receiver.taken()
                            .getLast()
                            .json()
                            .path("change")
                            .path("sc_data_version")
                            .asInt())
                    .isEqualTo(2);
            // A change without required signoffs asks nobody.
            world.schedule(2, 20);
            run(app);
            assertThat(receiver.received()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfNothingThatWasRolledBackOrTried(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            assertThatThrownBy(() -> world.engine().write("ada", transaction -> {
                        transaction.insert(
                                Entity.EMERGENCY_SHUTOFFS,
                                Row.of(PRODUCT, "Firefox").with(CHANNEL, "release"));
                        throw new IllegalStateException("undone");
                    }))
                    .hasMessage("undone");
            world.engine()
                    .dryRun(new DryRun())
                    .write(
                            "ada",
                            transaction -> transaction.insert(
                                    Entity.EMERGENCY_SHUTOFFS,
                                    Row.of(PRODUCT, "Firefox").with(CHANNEL, "release")));
            run(app);
            run(app);
            assertThat(receiver.received()).isEmpty();
            world.shutOff("Firefox", "release", "real");
            run(app);
            assertThat(receiver.events()).containsExactly("shutoff");
        }
    }

    /** The process is killed after the receiver has taken the event, and before that is recorded. */
    @ParameterizedTest
    @EnumSource
    void deliversAgainWithTheSameKeyAfterACrash(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            NotificationQueue queue = new NotificationQueue(world.database());
            WebhookDestination webhook = new WebhookDestination(
                    new NotificationSettings.Webhook(receiver.url("/"), NotificationWorld.SECRET),
                    Duration.ofSeconds(5),
                    world.clock());
            AtomicBoolean killed = new AtomicBoolean();
            Destination killing = new Destination() {
                @Override
                public String kind() {
                    return webhook.kind();
                }

                @Override
                public String host() {
                    return webhook.host();
                }

                @Override
                public String id() {
                    return webhook.id();
                }

                @Override
                public String described() {
                    return webhook.described();
                }

                @Override
                public DeliveryResult deliver(QueuedEvent event) {
                    webhook.deliver(event);
                    killed.set(true);
                    throw new IllegalStateException("killed");
                }

                @Override
                public void close() {
                    webhook.close();
                }
            };
            Deliverer first =
                    new Deliverer(queue, killing, _ -> true, "first", world.clock(), world::nanos, new Random(1));
            first.run();
            // Another process, whose destination is the same, collects.
            Notifications second = world.app(to(receiver.url("/")));
            world.shutOff("Firefox", "release", "one");
            world.shutOff("Firefox", "beta", "two");
            run(second);
            assertThat(receiver.received()).isEmpty();

            first.run();
            assertThat(killed).isTrue();
            assertThat(receiver.taken()).hasSize(1);
            run(second);
            assertThat(receiver.taken()).as("while the lease is held").hasSize(1);
            world.pass(TAKEN_OVER);
            run(second);
            List<Request> taken = receiver.taken();
            assertThat(taken).hasSize(3);
            assertThat(taken.get(1).key()).isEqualTo(taken.get(0).key());
            assertThat(taken.get(1).body()).isEqualTo(taken.get(0).body());
            assertThat(taken.get(2).key()).isNotEqualTo(taken.get(0).key());
            assertThat(taken.get(2).body()).contains("two");

            // The first process was only suspended: it has lost the lease, and does nothing.
            first.run();
            assertThat(receiver.taken()).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoProcessesDeliverEachEventOnceAndInOrder(Kind kind) throws Exception {
        int events = 20;
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Notifications> apps = List.of(world.app(to(receiver.url("/"))), world.app(to(receiver.url("/"))));
            List<AtomicBoolean> stopping = List.of(new AtomicBoolean(), new AtomicBoolean());
            List<CountDownLatch> stopped = List.of(new CountDownLatch(2), new CountDownLatch(2));
            for (int number = 0; number < apps.size(); number++) {
                AtomicBoolean stop = stopping.get(number);
                CountDownLatch end = stopped.get(number);
                for (Runnable task : apps.get(number).tasks().values()) {
                    threads.execute(() -> {
                        while (!stop.get()) {
                            task.run();
                            pause();
                        }
                        end.countDown();
                    });
                }
            }
            for (int i = 0; i < events; i++) {
                world.shutOff("Firefox", "channel" + i, "number " + i);
                if (i == events / 2) {
                    // The first process has the leases. It is stopped, and the other one continues at once.
                    stopping.getFirst().set(true);
                    assertThat(stopped.getFirst().await(30, TimeUnit.SECONDS)).isTrue();
                    apps.getFirst().close();
                }
            }
            Instant end = Instant.now().plusSeconds(60);
            while (receiver.taken().size() < events && Instant.now().isBefore(end)) {
                pause();
            }
            stopping.getLast().set(true);
            assertThat(stopped.getLast().await(30, TimeUnit.SECONDS)).isTrue();
            List<String> channels = receiver.taken().stream()
                    .map(request ->
                            request.json().path("shutoff").path("channel").asString())
                    .distinct()
                    .toList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                expected.add("channel" + i);
            }
            assertThat(channels).isEqualTo(expected);
            assertThat(receiver.taken()).hasSize(events);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsEventsInOrderWhileTheReceiverIsDown(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver();
                ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current())) {
            Notifications app = world.app(to(receiver.url("/")));
            app.export(metrics);
            String id = app.tasks().keySet().stream()
                    .filter(name -> name.contains("webhook"))
                    .findFirst()
                    .orElseThrow()
                    .substring("notification-".length());
            receiver.respondWith(503, "");
            for (int hour = 0; hour < 5; hour++) {
                world.shutOff("Firefox", "channel" + hour, "");
                for (int minute = 0; minute < 60; minute++) {
                    world.pass(Duration.ofMinutes(1));
                    run(app);
                }
            }
            assertThat(receiver.taken()).isEmpty();
            // Not once a minute: pauses grow to ten minutes.
            assertThat(receiver.received()).hasSizeBetween(30, 100);
            assertThat(value(metrics, "balrog_notifications_oldest_age_seconds{destination=\"" + id + "\"}"))
                    .isBetween(4.9 * 3600, 5.0 * 3600);

            receiver.respondWith(200, "");
            world.pass(Duration.ofMinutes(10));
            run(app);
            assertThat(receiver.taken().stream()
                            .map(request -> request.json()
                                    .path("shutoff")
                                    .path("channel")
                                    .asString()))
                    .containsExactly("channel0", "channel1", "channel2", "channel3", "channel4");
            assertThat(value(metrics, "balrog_notifications_oldest_age_seconds{destination=\"" + id + "\"}"))
                    .isZero();
            assertThat(value(metrics, "balrog_notifications_total{destination=\"" + id + "\",outcome=\"delivered\"}"))
                    .isEqualTo(5);
            assertThat(value(metrics, "balrog_notifications_total{destination=\"" + id + "\",outcome=\"given_up\"}"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpAfterADay(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            receiver.respondWith(503, "");
            world.shutOff("Firefox", "release", "");
            for (int i = 0; i < 24 * 6 + 3; i++) {
                run(app);
                world.pass(Duration.ofMinutes(10));
            }
            receiver.respondWith(200, "");
            world.shutOff("Firefox", "beta", "");
            run(app);
            assertThat(receiver.taken())
                    .singleElement()
                    .satisfies(request -> assertThat(request.body()).contains("beta"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsAsLongAsTheReceiverAsks(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            receiver.respondWith(429, "1800");
            world.shutOff("Firefox", "release", "");
            run(app);
            receiver.respondWith(200, "");
            world.pass(Duration.ofMinutes(29));
            run(app);
            assertThat(receiver.received()).hasSize(1);
            world.pass(Duration.ofMinutes(2));
            run(app);
            assertThat(receiver.taken()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpWhatIsRejectedAndGoesOn(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver();
                ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current())) {
            Notifications app = world.app(to(receiver.url("/")));
            app.export(metrics);
            receiver.reject("\"channel\":\"bad\"");
            world.shutOff("Firefox", "bad", "");
            world.shutOff("Firefox", "good", "");
            for (int i = 0; i < 10; i++) {
                run(app);
                world.pass(Duration.ofMinutes(1));
            }
            assertThat(receiver.received()).hasSize(RetrySchedule.REJECTED_ATTEMPTS + 1);
            assertThat(receiver.taken())
                    .singleElement()
                    .satisfies(request -> assertThat(request.body()).contains("good"));
            assertThat(metrics.scrape()).containsPattern("outcome=\"given_up\"} 1.0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void followsNoRedirect(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/hook")));
            receiver.respondWith(307, "");
            world.shutOff("Firefox", "release", "");
            run(app);
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatNeverRespondsHoldsUpNoOther(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver silent = new Receiver();
                Receiver receiver = new Receiver();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            silent.hang();
            Notifications app = world.app(to(silent.url("/"), receiver.url("/")));
            world.shutOff("Firefox", "release", "");
            List<Runnable> tasks = List.copyOf(app.tasks().values());
            tasks.getFirst().run();
            CountDownLatch over = new CountDownLatch(1);
            threads.execute(() -> {
                tasks.get(1).run();
                over.countDown();
            });
            assertThat(silent.asked().await(20, TimeUnit.SECONDS)).isTrue();
            tasks.get(2).run();
            assertThat(receiver.events()).containsExactly("shutoff");
            assertThat(over.getCount()).as("the other attempt is still waiting").isEqualTo(1);
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsOnceForEachVersionThatAChangeIsOverdue(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(NotificationWorld.settings(
                    List.of(receiver.url("/")), EnumSet.of(NotificationEvent.OVERDUE), Set.of()));
            int change = world.schedule(1, 20);
            world.pass(Duration.ofMinutes(74));
            run(app);
            assertThat(receiver.received()).isEmpty();
            for (int i = 0; i < 10; i++) {
                world.pass(Duration.ofMinutes(2));
                run(app);
            }
            assertThat(receiver.events()).containsExactly("overdue");
            JsonNode overdue = receiver.taken().getFirst().json();
            assertThat(overdue.path("missing_signoffs").path("releng").asInt()).isEqualTo(1);

            // Neither after its event was deleted.
            for (int day = 0; day < 9; day++) {
                world.pass(Duration.ofDays(1));
                run(app);
            }
            assertThat(receiver.received()).hasSize(1);

            world.engine()
                    .write(
                            "ada",
                            transaction -> transaction.edit(
                                    Entity.RULES,
                                    change,
                                    Row.of(
                                            WHEN,
                                            world.now() + Duration.ofHours(1).toMillis()),
                                    1));
            for (int i = 0; i < 10; i++) {
                world.pass(Duration.ofMinutes(15));
                run(app);
            }
            assertThat(receiver.events()).containsExactly("overdue", "overdue");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhyAChangeCannotBeEnacted(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            world.schedule(2, 20);
            world.database().<Integer>write(sql -> sql.execute("UPDATE rules SET data_version = 7 WHERE rule_id = 2"));
            for (int i = 0; i < 10; i++) {
                world.pass(Duration.ofMinutes(10));
                run(app);
            }
            assertThat(receiver.events()).containsExactly("failed");
            assertThat(receiver.taken().getFirst().json().path("reason").asString())
                    .isEqualTo("The row was changed after the change was scheduled");
        }
    }

    @ParameterizedTest
    @EnumSource
    void choosesEventsAndProducts(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(NotificationWorld.settings(
                    List.of(receiver.url("/")), EnumSet.of(NotificationEvent.SHUTOFF), Set.of("Thunderbird")));
            world.schedule(1, 20);
            world.shutOff("Firefox", "release", "");
            world.shutOff("Thunderbird", "release", "");
            run(app);
            assertThat(receiver.taken())
                    .singleElement()
                    .satisfies(request -> assertThat(request.json()
                                    .path("shutoff")
                                    .path("product")
                                    .asString())
                            .isEqualTo("Thunderbird"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhoRequestsChangesUnlessThatWasWithdrawn(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            int change = world.schedule(2, 20);
            world.engine()
                    .write("ada", transaction -> transaction.comment(Entity.RULES, change, 1, "Only a remark", false));
            world.engine()
                    .write("ada", transaction -> transaction.comment(Entity.RULES, change, 1, "Not on Friday!", true));
            run(app);
            assertThat(receiver.events()).containsExactly("changes_requested");
            JsonNode event = receiver.taken().getFirst().json();
            assertThat(event.path("comment").asString()).isEqualTo("Not on Friday!");
            assertThat(event.path("by").asString()).isEqualTo("ada");
            assertThat(event.path("change").path("sc_id").asInt()).isEqualTo(change);

            world.engine().write("ada", transaction -> {
                transaction.comment(Entity.RULES, change, 1, "Wait", true);
                return transaction.resolve(Entity.RULES, change, 3);
            });
            run(app);
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsOnlyKindAndNumberOfChangesOfPermissions(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            int change = world.engine()
                    .write(
                            "ada",
                            transaction -> transaction
                                    .schedule(
                                            Entity.PERMISSIONS,
                                            ChangeType.INSERT,
                                            Row.of(PERMISSIONS.PERMISSION, "rule")
                                                    .with(USERNAME, "mallory")
                                                    .with(WHEN, world.now() + 1000))
                                    .id());
            world.pass(Duration.ofMinutes(20));
            run(app);
            world.engine().write("ada", transaction -> {
                transaction.enact(Entity.PERMISSIONS, change);
                return true;
            });
            run(app);
            assertThat(receiver.events()).isEqualTo(List.of("overdue", "enacted"));
            for (Request request : receiver.taken()) {
                assertThat(request.body()).doesNotContain("mallory").doesNotContain("ada");
                assertThat(request.json().path("change").path("kind").asString())
                        .isEqualTo("permission");
                assertThat(request.json().path("change").path("sc_id").asInt()).isEqualTo(change);
                assertThat(request.json().path("change").propertyNames())
                        .containsExactlyInAnyOrder("kind", "sc_id", "sc_data_version", "when");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void beginsWithNewEvents(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver();
                Receiver later = new Receiver()) {
            world.shutOff("Firefox", "before", "");
            Notifications app = world.app(to(receiver.url("/")));
            world.shutOff("Firefox", "first", "");
            run(app);
            app.close();
            Notifications both = world.app(to(receiver.url("/"), later.url("/")));
            world.shutOff("Firefox", "second", "");
            run(both);
            assertThat(receiver.taken()).hasSize(2);
            assertThat(later.taken()).hasSize(1);

            // Switched off for a month: nobody is told of what happened meanwhile.
            both.close();
            world.shutOff("Firefox", "third", "");
            world.pass(Duration.ofDays(29));
            Notifications again = world.app(to(receiver.url("/")));
            run(again);
            assertThat(receiver.taken()).hasSize(2);
            world.shutOff("Firefox", "fourth", "");
            run(again);
            assertThat(receiver.taken()).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterADataSetReplacedAllRowsAndTheQueueWasCleared(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            world.shutOff("Firefox", "first", "");
            run(app);
            receiver.respondWith(503, "");
            world.shutOff("Firefox", "stale", "");
            run(app);
            world.database().<Boolean>writeExclusively(sql -> {
                NotificationQueue.clear(sql);
                AuditChain.imported(sql, "ops", world.now(), "production.zst");
                return true;
            });
            receiver.respondWith(200, "");
            world.pass(Duration.ofMinutes(1));
            run(app);
            world.shutOff("Firefox", "second", "");
            run(app);
            assertThat(receiver.taken().stream()
                            .map(request -> request.json()
                                    .path("shutoff")
                                    .path("channel")
                                    .asString()))
                    .containsExactly("first", "second");
        }
    }

    /** As after a restore to an earlier time: the entries at these numbers are others now. */
    @ParameterizedTest
    @EnumSource
    void beginsAnewWhenTheAuditLogIsAnotherOne(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            Notifications app = world.app(to(receiver.url("/")));
            world.shutOff("Firefox", "first", "");
            world.database()
                    .<Integer>write(sql -> sql.execute("UPDATE balrog_notification_consumers SET position = 2,"
                            + " position_hash = 'other' WHERE name = 'audit-log'"));
            run(app);
            assertThat(receiver.received()).isEmpty();
            world.shutOff("Firefox", "second", "");
            run(app);
            assertThat(receiver.taken())
                    .singleElement()
                    .satisfies(request -> assertThat(request.body()).contains("second"));
        }
    }

    /** A failing database ends no task: the next run goes on. */
    @ParameterizedTest
    @EnumSource
    void survivesAFailingDatabase(Kind kind) throws Exception {
        try (NotificationWorld world = new NotificationWorld(kind, directory);
                Receiver receiver = new Receiver()) {
            URI url = receiver.url("/");
            Notifications app = world.app(to(url));
            world.shutOff("Firefox", "release", "");
            world.database()
                    .<Integer>write(sql ->
                            sql.execute("ALTER TABLE balrog_notification_queue RENAME TO balrog_notification_gone"));
            run(app);
            assertThat(receiver.received()).isEmpty();
            world.database()
                    .<Integer>write(sql ->
                            sql.execute("ALTER TABLE balrog_notification_gone RENAME TO balrog_notification_queue"));
            run(app);
            assertThat(receiver.events()).containsExactly("shutoff");
        }
    }
}
