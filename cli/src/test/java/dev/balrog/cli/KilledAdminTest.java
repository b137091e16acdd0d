// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static dev.balrog.store.jooq.Tables.BALROG_HISTORY_QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.TestScale;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is left when the admin app is killed while it works: all that it said it had done, and nothing half done. */
@Tag("slow")
class KilledAdminTest {
    private static final long LATER = 4_000_000_000_000L;
    private static final long SOON_MILLIS = 2_000;
    private static final int SECONDS = 120;
    /** Writes that are acknowledged before each kill. */
    private static final List<Integer> KILLS = TestScale.isNightly() ? List.of(7, 31, 60) : List.of(19);

    private static final int RULES = 24;
    private static final int RELEASES = 8;

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** One permit for each write that was acknowledged. */
    private final Semaphore acknowledgements = new Semaphore(0);

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger names = new AtomicInteger();

    /** What has to be found in a table from now on. */
    private record Acknowledged(String table, String what, Predicate<JsonNode> row) {}

    /** Writes one thing after the other until the server is gone. */
    private interface Writer {
        void write(KillableAdmin admin) throws IOException, InterruptedException;
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static ObjectNode rule() {
        return json("{'product': 'Firefox', 'channel': 'nightly', 'mapping': 'Mapped', 'priority': 1,"
                + " 'backgroundRate': 100, 'update_type': 'minor'}");
    }

    private static ObjectNode locales(String... locales) {
        ObjectNode release = json("{}");
        for (String locale : locales) {
            release.withObjectProperty("platforms")
                    .withObjectProperty("Linux")
                    .withObjectProperty("locales")
                    .set(locale, json("{'buildID': '20260101000000', 'appVersion': '1.0'}"));
        }
        return release;
    }

    private static ObjectNode release(String name) {
        return json("{'schema_version': 4, 'hashFunction': 'sha512'}").put("name", name);
    }

    private void acknowledge(String table, String what, Predicate<JsonNode> row) {
        acknowledged.add(new Acknowledged(table, what, row));
        acknowledgements.release();
    }

    private static boolean isAt(JsonNode row, String key, JsonNode value, int version) {
        return row.get(key).equals(value) && row.get("data_version").asInt() >= version;
    }

    private void rules(KillableAdmin admin) throws IOException, InterruptedException {
        JsonNode id = admin.send(KillableAdmin.ADMIN, "POST", "/rules", rule());
        acknowledge("rules", "rule " + id, row -> isAt(row, "rule_id", id, 1));
        for (int version = 2; version <= 4; version++) {
            ObjectNode change = json("{}").put("comment", "version " + version).put("data_version", version - 1);
            admin.send(KillableAdmin.ADMIN, "POST", "/rules/" + id, change);
            int now = version;
            acknowledge("rules", "rule " + id + " at " + now, row -> isAt(row, "rule_id", id, now));
            acknowledge(
                    "rules_history",
                    "rule " + id + " at " + now,
                    row -> row.get("rule_id").equals(id)
                            && row.path("data_version").asInt() == now
                            && row.path("comment").asString("").equals("version " + now));
        }
    }

    private void scheduledChanges(KillableAdmin admin) throws IOException, InterruptedException {
        ObjectNode change = rule().put("change_type", "insert").put("when", LATER);
        JsonNode id = admin.send(KillableAdmin.ADMIN, "POST", "/scheduled_changes/rules", change)
                .get("sc_id");
        acknowledge("rules_scheduled_changes", "scheduled change " + id, row -> isAt(row, "sc_id", id, 1));
        ObjectNode edit = json("{'sc_data_version': 1}").put("when", LATER + 1);
        admin.send(KillableAdmin.ADMIN, "POST", "/scheduled_changes/rules/" + id, edit);
        acknowledge(
                "rules_scheduled_changes_conditions",
                "condition of " + id,
                row -> isAt(row, "sc_id", id, 2) && row.get("when").asLong() == LATER + 1);
    }

    private void splitReleases(KillableAdmin admin) throws IOException, InterruptedException {
        String name = "Split" + names.incrementAndGet();
        ObjectNode whole = release(name);
        whole.setAll(locales("de", "fr"));
        ObjectNode body = json("{'product': 'Firefox'}");
        body.set("blob", whole);
        admin.send(KillableAdmin.ADMIN, "PUT", "/v2/releases/" + name, body);
        acknowledge("releases_json", name, row -> row.get("name").asString().equals(name));
        acknowledge("release_assets", name, row -> row.get("name").asString().equals(name));
        ObjectNode more = json("{'old_data_versions': {}}");
        more.set("blob", locales("it"));
        admin.send(KillableAdmin.ADMIN, "POST", "/v2/releases/" + name, more);
        acknowledge(
                "release_assets",
                name + " it",
                row -> row.get("name").asString().equals(name)
                        && row.get("path").asString().endsWith(".it"));
    }

    private void wholeReleases(KillableAdmin admin) throws IOException, InterruptedException {
        String name = "Whole" + names.incrementAndGet();
        for (int version = 1; version <= 4; version++) {
            String locale = "l" + version;
            ObjectNode body = json("{'product': 'Firefox', 'schema_version': 4, 'hashFunction': 'sha512'}");
            body.put(
                    "data",
                    locales(locale).at("/platforms/Linux/locales/" + locale).toString());
            if (version > 1) {
                // The first one made the release, and then changed it.
                body.put("data_version", version);
            }
            admin.send(KillableAdmin.ADMIN, "PUT", "/releases/" + name + "/builds/Linux/" + locale, body);
            acknowledge(
                    "releases",
                    name + " " + locale,
                    row -> row.get("name").asString().equals(name)
                            && row.at("/data/platforms/Linux/locales").has(locale));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyWriteThatWasAcknowledgedIsThere(Kind kind) throws Exception {
        try (KillableAdmin admin = new KillableAdmin(kind, directory)) {
            admin.start();
            addMapped(admin);
            for (int enough : KILLS) {
                List<Future<?>> writers = new ArrayList<>();
                for (Writer writer : List.<Writer>of(
                        this::rules, this::rules, this::scheduledChanges, this::splitReleases, this::wholeReleases)) {
                    writers.add(threads.submit(() -> {
                        while (true) {
                            writer.write(admin);
                        }
                    }));
                }
                acknowledgements.drainPermits();
                assertThat(acknowledgements.tryAcquire(enough, SECONDS, TimeUnit.SECONDS))
                        .isTrue();
                admin.kill();
                for (Future<?> writer : writers) {
                    requireCutOff(writer);
                }
                requireAcknowledged(WholeState.checked(admin.database(), admin.history()));
                admin.start();
            }
            rules(admin);
            scheduledChanges(admin);
            splitReleases(admin);
            wholeReleases(admin);
            awaitDelivery(admin);
            admin.stop();
            requireAcknowledged(WholeState.checked(admin.database(), admin.history()));
        }
    }

    private static void addMapped(KillableAdmin admin) throws IOException, InterruptedException {
        ObjectNode body = json("{'name': 'Mapped', 'product': 'Firefox'}");
        body.put("blob", release("Mapped").toString());
        admin.send(KillableAdmin.ADMIN, "POST", "/releases", body);
    }

    /** Checks that a writer came to its end because answers had ceased, and not because of a wrong one. */
    private static void requireCutOff(Future<?> writer) throws Exception {
        try {
            writer.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
        }
    }

    private void requireAcknowledged(WholeState state) {
        for (Acknowledged write : acknowledged) {
            assertThat(state.rows(write.table()).anyMatch(write.row()))
                    .as("%s in %s", write.what(), write.table())
                    .isTrue();
        }
    }

    /** Waits until the history of releases has left the database. */
    private static void awaitDelivery(KillableAdmin admin) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (queued(admin) > 0) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static int queued(KillableAdmin admin) {
        return admin.database().read(sql -> sql.fetchCount(BALROG_HISTORY_QUEUE));
    }

    @ParameterizedTest
    @EnumSource
    void everyScheduledChangeIsMadeOrStillToBeMade(Kind kind) throws Exception {
        try (KillableAdmin admin = new KillableAdmin(kind, directory)) {
            admin.start();
            addMapped(admin);
            Queue<String> due = new ConcurrentLinkedQueue<>(scheduleChanges(admin));
            for (int enough : new int[] {5, 9}) {
                List<Future<?>> agents = new ArrayList<>();
                for (int agent = 0; agent < 3; agent++) {
                    agents.add(threads.submit(() -> {
                        String next = due.poll();
                        while (next != null) {
                            enact(admin, next);
                            next = due.poll();
                        }
                        return due;
                    }));
                }
                acknowledgements.drainPermits();
                assertThat(acknowledgements.tryAcquire(enough, SECONDS, TimeUnit.SECONDS))
                        .isTrue();
                admin.kill();
                for (Future<?> agent : agents) {
                    requireCutOff(agent);
                }
                WholeState state = WholeState.checked(admin.database(), admin.history());
                requireAcknowledged(state);
                requireMadeOrToBeMade(state);
                due.clear();
                due.addAll(pending(state));
                assertThat(due).as("the kill came before all was done").isNotEmpty();
                admin.start();
            }
            for (String change : due) {
                enact(admin, change);
            }
            awaitDelivery(admin);
            admin.stop();
            WholeState state = WholeState.checked(admin.database(), admin.history());
            requireMadeOrToBeMade(state);
            assertThat(pending(state)).isEmpty();
        }
    }

    /** Schedules changes, and waits until they are due; returns the paths of what they are for. */
    private static List<String> scheduleChanges(KillableAdmin admin) throws IOException, InterruptedException {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            JsonNode rule = admin.send(KillableAdmin.ADMIN, "POST", "/rules", rule());
            ObjectNode change = rule().put("change_type", "update")
                    .put("rule_id", rule.asInt())
                    .put("data_version", 1)
                    .put("comment", "enacted")
                    .put("when", soon());
            JsonNode id = admin.send(KillableAdmin.ADMIN, "POST", "/scheduled_changes/rules", change)
                    .get("sc_id");
            paths.add("/scheduled_changes/rules/" + id);
        }
        for (int i = 0; i < RELEASES; i++) {
            String name = "Split" + i;
            ObjectNode body = json("{'product': 'Firefox'}");
            body.set("blob", release(name));
            admin.send(KillableAdmin.ADMIN, "PUT", "/v2/releases/" + name, body);
            ObjectNode later = json("{'old_data_versions': {'.': 1}}").put("when", soon());
            later.set("blob", locales("de", "fr").put("appVersion", "2.0"));
            admin.send(KillableAdmin.ADMIN, "POST", "/v2/releases/" + name, later);
            paths.add(3 * i, "/v2/releases/" + name);
        }
        TimeUnit.MILLISECONDS.sleep(SOON_MILLIS);
        return paths;
    }

    private static long soon() {
        return System.currentTimeMillis() + SOON_MILLIS;
    }

    private void enact(KillableAdmin admin, String change) throws IOException, InterruptedException {
        admin.send(KillableAdmin.AGENT, "POST", change + "/enact", json("{}"));
        String last = change.substring(change.lastIndexOf('/') + 1);
        if (change.startsWith("/v2")) {
            acknowledge(
                    "release_assets", change, row -> row.get("name").asString().equals(last));
        } else {
            acknowledge(
                    "rules_scheduled_changes",
                    change,
                    row -> row.get("sc_id").asString().equals(last)
                            && row.get("complete").asBoolean());
        }
    }

    private static void requireMadeOrToBeMade(WholeState state) {
        List<JsonNode> rules = state.rows("rules_scheduled_changes").toList();
        assertThat(rules).hasSize(RULES);
        for (JsonNode change : rules) {
            JsonNode rule = state.rows("rules")
                    .filter(row -> row.get("rule_id").equals(change.get("base_rule_id")))
                    .findFirst()
                    .orElseThrow();
            boolean made = change.get("complete").asBoolean();
            assertThat(rule.get("data_version").asInt()).as("%s", change).isEqualTo(made ? 2 : 1);
            assertThat(rule.path("comment").asString("")).isEqualTo(made ? "enacted" : "");
        }
        List<JsonNode> bases = state.rows("releases_json_scheduled_changes").toList();
        assertThat(bases).hasSize(RELEASES);
        for (JsonNode base : bases) {
            boolean made = base.get("complete").asBoolean();
            JsonNode name = base.get("base_name");
            JsonNode release = state.rows("releases_json")
                    .filter(row -> row.get("name").equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(release.get("data").has("appVersion")).as("%s", base).isEqualTo(made);
            assertThat(state.rows("release_assets")
                            .filter(row -> row.get("name").equals(name)))
                    .hasSize(made ? 2 : 0);
            assertThat(state.rows("release_assets_scheduled_changes")
                            .filter(row -> row.get("base_name").equals(name)))
                    .hasSize(2)
                    .allMatch(row -> row.get("complete").asBoolean() == made);
        }
    }

    private static List<String> pending(WholeState state) {
        List<String> pending = new ArrayList<>();
        state.rows("rules_scheduled_changes")
                .filter(row -> !row.get("complete").asBoolean())
                .forEach(row -> pending.add("/scheduled_changes/rules/" + row.get("sc_id")));
        state.rows("releases_json_scheduled_changes")
                .filter(row -> !row.get("complete").asBoolean())
                .forEach(row ->
                        pending.add("/v2/releases/" + row.get("base_name").asString()));
        return pending;
    }
}
