// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.ChangeEngine;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.HistoryListener;
import dev.balrog.store.history.HistoryOptions;
import dev.balrog.store.history.RevisionOutbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/** Database with rules that need signoffs, a change engine, and a clock that stands still until it is moved. */
final class NotificationWorld implements AutoCloseable {
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final String STATE = """
            {"permissions": [
               {"permission": "admin", "username": "ada", "data_version": 1},
               {"permission": "admin", "username": "bob", "data_version": 1}],
             "user_roles": [
               {"username": "ada", "role": "releng", "data_version": 1},
               {"username": "bob", "role": "releng", "data_version": 1}],
             "product_req_signoffs": [
               {"product": "Firefox", "channel": "release", "role": "releng", "signoffs_required": 2,
                "data_version": 1}],
             "rules": [
               {"rule_id": 1, "product": "Firefox", "channel": "release", "priority": 10, "backgroundRate": 100,
                "update_type": "minor", "data_version": 1},
               {"rule_id": 2, "product": "Thunderbird", "channel": "release", "priority": 10, "backgroundRate": 100,
                "update_type": "minor", "data_version": 1}]}""";

    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final Database database;
    private final ChangeEngine engine;
    private final List<Notifications> started = new ArrayList<>();

    NotificationWorld(Kind kind, Path directory) {
        database = TestDatabases.create(kind, directory);
        TestDatabases.clear(database);
        TestDatabases.fill(database, JsonMapper.shared().readTree(STATE));
        AuditChain.begin(database, millis.get());
        HistoryBuckets buckets = new HistoryBuckets(
                new DirectoryObjectStore(directory.resolve("releases")),
                new DirectoryObjectStore(directory.resolve("nightly")));
        RevisionOutbox outbox = new RevisionOutbox(
                database,
                buckets,
                HistoryOptions.defaults(),
                new HistoryListener() {
                    @Override
                    public void delivered(int revisions) {}

                    @Override
                    public void failed(int revisions) {}
                },
                Clock.systemUTC());
        engine = new ChangeEngine(
                database,
                outbox,
                GovernanceSettings.of(DomainAllowlist.of(JsonMapper.shared().createObjectNode()), Set.of()),
                clock);
    }

    Database database() {
        return database;
    }

    ChangeEngine engine() {
        return engine;
    }

    InstantSource clock() {
        return clock;
    }

    long now() {
        return millis.get();
    }

    long nanos() {
        return millis.get() * 1_000_000;
    }

    void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    static NotificationSettings to(URI... webhooks) {
        return settings(List.of(webhooks), EnumSet.allOf(NotificationEvent.class), Set.of());
    }

    static NotificationSettings settings(List<URI> webhooks, Set<NotificationEvent> events, Set<String> products) {
        return new NotificationSettings(
                webhooks.stream()
                        .map(url -> new NotificationSettings.Webhook(url, SECRET))
                        .toList(),
                List.of(),
                Optional.empty(),
                events,
                products,
                NotificationSettings.OVERDUE_AFTER,
                Optional.of(URI.create("https://balrog.example.com/ui")));
    }

    /** Starts the notifications of a process, at the present end of the audit log. */
    Notifications app(NotificationSettings settings) {
        Notifications app =
                new Notifications(database, engine, settings, "tests", Duration.ofSeconds(5), clock, this::nanos);
        started.add(app);
        run(app);
        return app;
    }

    /** Runs all tasks of a process once, one after the other. */
    static void run(Notifications app) {
        app.tasks().values().forEach(Runnable::run);
    }

    /** Schedules a change of the priority of a rule, an hour from now, and returns its id. */
    int schedule(int rule, int priority) {
        return engine.write(
                "ada",
                transaction -> transaction
                        .schedule(
                                Entity.RULES,
                                ChangeType.UPDATE,
                                transaction
                                        .require(Entity.RULES, Row.of(RULES.RULE_ID, rule))
                                        .with(RULES.PRIORITY, priority)
                                        .with(
                                                WHEN,
                                                millis.get()
                                                        + Duration.ofHours(1).toMillis()))
                        .id());
    }

    void signOff(String user, int change) {
        engine.write(user, transaction -> {
            transaction.signOff(Entity.RULES, change, "releng");
            return true;
        });
    }

    void enact(int change) {
        engine.write("ada", transaction -> {
            transaction.enact(Entity.RULES, change);
            return true;
        });
    }

    void shutOff(String product, String channel, String comment) {
        engine.write(
                "ada",
                transaction -> transaction.insert(
                        Entity.EMERGENCY_SHUTOFFS,
                        Row.of(PRODUCT, product).with(CHANNEL, channel).with(RULES.COMMENT, comment)));
    }

    @Override
    public void close() {
        started.forEach(Notifications::close);
        database.close();
    }
}
