// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.ManyWriters.WRITERS;
import static dev.balrog.change.ManyWriters.user;
import static dev.balrog.change.row.SharedColumns.CHANGED_BY;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.SC_ID;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.ManyWriters.Race;
import dev.balrog.change.history.HistoryQuery;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.ReleaseHistory;
import dev.balrog.change.release.SplitReleaseView;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.release.WholeReleases;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.core.change.DataVersions;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.history.RevisionInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of changes of the same things that are made at the same time. */
@Tag("slow")
@ParameterizedClass
@EnumSource
class ConcurrentWritersTest {
    private static final int ROUNDS = 4;
    private static final long LATER = 4_000_000_000_000L;

    private final ManyWriters writers;

    ConcurrentWritersTest(Kind kind, @TempDir Path directory) {
        this.writers = new ManyWriters(kind, directory);
    }

    @AfterEach
    void close() {
        writers.close();
    }

    private static Row rule() {
        return Row.of(PRODUCT, "Firefox")
                .with(CHANNEL, "nightly")
                .with(RULES.PRIORITY, 0)
                .with(RULES.BACKGROUNDRATE, 100)
                .with(RULES.UPDATE_TYPE, "minor");
    }

    @Test
    void ofTheChangesOfARuleThatWereMadeAgainstTheSameVersionOneIsMade() throws Exception {
        Row key = writers.write(0, transaction -> transaction.insert(Entity.RULES, rule()))
                .only(List.of(RULES.RULE_ID));
        List<String> authors = new ArrayList<>(List.of(user(0)));
        for (int version = 1; version <= ROUNDS; version++) {
            int expected = version;
            Race race = writers.race(writer -> () -> writers.write(
                    writer,
                    transaction ->
                            transaction.update(Entity.RULES, key, Row.of(RULES.COMMENT, user(writer)), expected)));
            assertThat(race.winners()).hasSize(1);
            assertThat(race.refusals()).hasSize(WRITERS - 1).hasOnlyElementsOfType(ChangeRejection.Outdated.class);
            authors.add(user(race.winners().getFirst()));
        }

        Row rule = writers.read(reading -> reading.find(Entity.RULES, key)).orElseThrow();
        assertThat(rule.dataVersion()).isEqualTo(ROUNDS + 1);
        assertThat(rule.get(RULES.COMMENT)).isEqualTo(authors.getLast());
        List<Row> history = history(Entity.RULES, key);
        assertThat(history).extracting(Row::dataVersion).containsExactlyElementsOf(versions(ROUNDS + 1));
        assertThat(history).extracting(row -> row.get(CHANGED_BY)).containsExactlyElementsOf(authors);
        assertThat(history.subList(1, history.size()))
                .extracting(row -> row.get(RULES.COMMENT))
                .containsExactlyElementsOf(authors.subList(1, authors.size()));
    }

    /** The states that a row had, the oldest first. */
    private List<Row> history(Entity entity, Row key) {
        List<Row> newestFirst = writers.read(reading -> reading.history(entity, HistoryQuery.of(key, 1, 1000)))
                .rows();
        return newestFirst.reversed();
    }

    private static List<Integer> versions(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void whoCountsARuleUpTriesAgainUntilEveryoneIsCounted() throws Exception {
        Row key = writers.write(0, transaction -> transaction.insert(Entity.RULES, rule()))
                .only(List.of(RULES.RULE_ID));
        Race race = writers.race(writer -> () -> {
            while (true) {
                Row seen =
                        writers.read(reading -> reading.find(Entity.RULES, key)).orElseThrow();
                Row more = Row.of(RULES.PRIORITY, seen.require(RULES.PRIORITY) + 1);
                try {
                    return writers.write(
                            writer, transaction -> transaction.update(Entity.RULES, key, more, seen.dataVersion()));
                } catch (ChangeRejectedException e) {
                    assertThat(e.rejection()).isInstanceOf(ChangeRejection.Outdated.class);
                }
            }
        });

        assertThat(race.winners()).hasSize(WRITERS);
        List<Row> history = history(Entity.RULES, key);
        assertThat(history).extracting(Row::dataVersion).containsExactlyElementsOf(versions(WRITERS + 1));
        assertThat(history)
                .extracting(row -> row.require(RULES.PRIORITY))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, WRITERS).boxed().toList());
    }

    private static ObjectNode release(String name) {
        return json("{'schema_version': 4, 'hashFunction': 'sha512'}").put("name", name);
    }

    private static ObjectNode build(int number) {
        return json("{'appVersion': '1.0'}").put("buildID", "2026010100000" + number);
    }

    private static String locale(int writer) {
        return "l" + writer;
    }

    private static ObjectNode withLocale(ObjectNode release, int writer, int number) {
        ObjectNode changed = release.deepCopy();
        changed.withObjectProperty("platforms")
                .withObjectProperty("Linux")
                .withObjectProperty("locales")
                .set(locale(writer), build(number));
        return changed;
    }

    @Test
    void localesOfASplitReleaseAreChangedSideBySide() throws Exception {
        writers.write(
                0,
                transaction -> new SplitReleases(transaction)
                        .set("Split", release("Split"), "Firefox", DataVersions.NONE, null));
        Race race = writers.race(writer -> () -> {
            DataVersions expected = DataVersions.NONE;
            for (int round = 1; round <= ROUNDS; round++) {
                DataVersions versions = expected;
                ObjectNode change = withLocale(json("{}"), writer, round);
                expected = writers.write(
                        writer, transaction -> new SplitReleases(transaction).update("Split", change, versions, null));
            }
            return expected;
        });

        assertThat(race.refusals()).isEmpty();
        SplitReleaseView view =
                writers.read(reading -> SplitReleaseView.of(reading, "Split")).orElseThrow();
        assertThat(view.versions().base()).hasValue(1);
        assertThat(locales(view.release())).hasSize(WRITERS);
        for (int writer = 0; writer < WRITERS; writer++) {
            assertThat(locales(view.release()).get(locale(writer))).isEqualTo(build(ROUNDS));
            assertThat(locales(view.versions().toJson()).get(locale(writer)).asInt())
                    .isEqualTo(ROUNDS);
            String identifier = "Split-.platforms.Linux.locales." + locale(writer);
            assertThat(revisions(identifier)).containsExactlyElementsOf(versions(ROUNDS));
        }
    }

    private static JsonNode locales(JsonNode release) {
        return release.path("platforms").path("Linux").path("locales");
    }

    /** The data versions that the history of a release has, the oldest first. */
    private List<Integer> revisions(String identifier) {
        List<RevisionInfo> revisions = writers.history().revisions(identifier);
        return revisions.reversed().stream()
                .map(RevisionInfo::dataVersion)
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void changesOfDifferentLocalesOfAWholeReleaseAreMerged() throws Exception {
        ObjectNode first = release("Whole");
        for (int writer = 0; writer < WRITERS; writer += 2) {
            first = withLocale(first, writer, 0);
        }
        ObjectNode original = first;
        writers.write(0, transaction -> whole(transaction).create("Whole", "Firefox", original));
        Race race = writers.race(writer -> () -> writers.write(
                writer,
                transaction -> whole(transaction)
                        .replace("Whole", "Firefox", withLocale(original, writer, writer % 9 + 1), 1)));

        assertThat(race.refusals()).isEmpty();
        assertAllLocalesOf("Whole");
    }

    @Test
    void newLocalesOfAWholeReleaseAreMerged() throws Exception {
        writers.write(0, transaction -> whole(transaction).create("Whole", "Firefox", release("Whole")));
        WholeReleases.Part part = new WholeReleases.Part("Whole", "Firefox", List.of(), 1, json("{}"), null);
        Race race = writers.race(writer -> () -> writers.write(
                writer,
                transaction -> whole(transaction)
                        .submitLocale(part, "Linux", locale(writer), build(writer % 9 + 1), List.of())));

        assertThat(race.refusals()).isEmpty();
        assertAllLocalesOf("Whole");
    }

    private WholeReleases whole(Transaction transaction) {
        return new WholeReleases(transaction, new ReleaseHistory(writers.history()));
    }

    private void assertAllLocalesOf(String name) {
        Row row = writers.read(reading -> reading.find(Entity.RELEASES, Row.of(NAME, name)))
                .orElseThrow();
        assertThat(row.dataVersion()).isEqualTo(WRITERS + 1);
        assertThat(revisions(name)).containsExactlyElementsOf(versions(WRITERS + 1));
        ReleaseHistory history = new ReleaseHistory(writers.history());
        Set<Integer> changed = new TreeSet<>();
        for (int version = 2; version <= WRITERS + 1; version++) {
            JsonNode data = history.data(name, version).orElseThrow();
            Set<Integer> now = IntStream.range(0, WRITERS)
                    .filter(writer -> build(writer % 9 + 1).equals(locales(data).get(locale(writer))))
                    .boxed()
                    .collect(Collectors.toSet());
            assertThat(now)
                    .as("changed in version %s", version)
                    .containsAll(changed)
                    .hasSize(version - 1);
            changed.addAll(now);
        }
        assertThat(history.data(name, WRITERS + 1)).contains(Objects.requireNonNull(row.get(DATA)));
    }

    @Test
    void changesOfTheSameLocaleOfAWholeReleaseAreNotMerged() throws Exception {
        ObjectNode original = withLocale(release("Whole"), 0, 0);
        writers.write(0, transaction -> whole(transaction).create("Whole", "Firefox", original));
        Race race = writers.race(writer -> () -> writers.write(writer, transaction -> {
            ObjectNode changed = original.deepCopy();
            ((ObjectNode) locales(changed).get(locale(0))).put("buildID", "2027010100000" + writer);
            return whole(transaction).replace("Whole", "Firefox", changed, 1);
        }));

        assertThat(race.winners()).hasSize(1);
        assertThat(race.refusals()).hasSize(WRITERS - 1).hasOnlyElementsOfType(ChangeRejection.Outdated.class);
        assertThat(revisions("Whole")).containsExactly(1, 2);
    }

    private int scheduled(int writer, Row key) {
        return writers.write(
                        writer,
                        transaction -> transaction.schedule(
                                Entity.RULES,
                                ChangeType.UPDATE,
                                rule().with(key)
                                        .with(RULES.COMMENT, "scheduled")
                                        .with(DATA_VERSION, 1)
                                        .with(WHEN, LATER)))
                .id();
    }

    @Test
    void oneChangeIsScheduledForARule() throws Exception {
        Row key = writers.write(0, transaction -> transaction.insert(Entity.RULES, rule()))
                .only(List.of(RULES.RULE_ID));
        Race race = writers.race(writer -> () -> scheduled(writer, key));
        assertThat(race.winners()).hasSize(1);
        assertThat(race.refusals()).hasSize(WRITERS - 1).hasOnlyElementsOfType(ChangeRejection.ChangeScheduled.class);
        List<ScheduledChange> scheduled = writers.read(reading -> reading.listScheduled(Entity.RULES, key, true));
        assertThat(scheduled).hasSize(1);
    }

    @Test
    void everybodySignsOffOnceHoweverOftenTheyTry() throws Exception {
        Row key = writers.write(0, transaction -> transaction.insert(Entity.RULES, rule()))
                .only(List.of(RULES.RULE_ID));
        int id = scheduled(0, key);
        Race race = writers.race(writer -> () -> writers.write(writer / 2, transaction -> {
            transaction.signOff(Entity.RULES, id, "releng");
            return id;
        }));

        assertThat(race.refusals()).isEmpty();
        ScheduledChange change =
                writers.read(reading -> reading.findScheduled(Entity.RULES, id)).orElseThrow();
        assertThat(change.signoffs().keySet())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, WRITERS / 2)
                        .mapToObj(ManyWriters::user)
                        .toList());
        JsonNode history = writers.state().get("rules_scheduled_changes_signoffs_history");
        assertThat(history.valueStream()
                        .filter(row -> row.has("role"))
                        .map(row -> row.get("username").asString()))
                .containsExactlyInAnyOrderElementsOf(change.signoffs().keySet());
    }

    @Test
    void aScheduledChangeIsEnactedOnce() throws Exception {
        Row key = writers.write(0, transaction -> transaction.insert(Entity.RULES, rule()))
                .only(List.of(RULES.RULE_ID));
        int id = scheduled(0, key);
        Race race = writers.race(writer -> () -> writers.writeAsAgent(writer, transaction -> {
            transaction.enact(Entity.RULES, id);
            return id;
        }));

        assertThat(race.winners()).hasSize(1);
        assertThat(race.refusals())
                .hasSize(WRITERS - 1)
                .containsOnly(new ChangeRejection.Invalid("Scheduled change already completed. Cannot enact now."));
        List<Row> history = history(Entity.RULES, key);
        assertThat(history).extracting(Row::dataVersion).containsExactly(1, 2);
        assertThat(history.getLast().get(RULES.COMMENT)).isEqualTo("scheduled");
        ScheduledChange change =
                writers.read(reading -> reading.findScheduled(Entity.RULES, id)).orElseThrow();
        assertThat(change.complete()).isTrue();
        assertThat(change.dataVersion()).isEqualTo(2);
        assertThat(writers.read(reading ->
                                reading.scheduledHistory(Entity.RULES, HistoryQuery.of(Row.of(SC_ID, id), 1, 9)))
                        .rows())
                .extracting(Row::dataVersion)
                .containsExactly(2, 1);
    }
}
