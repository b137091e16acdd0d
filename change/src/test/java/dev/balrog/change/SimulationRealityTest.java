// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import dev.balrog.change.row.StoredExpectation;
import dev.balrog.change.schedule.SignedParts;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.UpdateAnswer;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.expectation.Expectation;
import dev.balrog.core.expectation.ExpectationEvaluator;
import dev.balrog.core.expectation.ExpectationReader;
import dev.balrog.core.expectation.InvalidExpectationException;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.TestScale;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.simulation.Simulation;
import dev.balrog.core.simulation.SimulationReport;
import dev.balrog.core.simulation.SyntheticSample;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.snapshot.ReleaseParseCache;
import dev.balrog.store.snapshot.SimulationData;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Simulation equals reality: what a simulation says before random changes is what is served after them. */
@Tag("slow")
class SimulationRealityTest {
    private static final int EXAMPLES = TestScale.of(3, 30) * Kinds.values().length;
    private static final int[] ROLLOUT_SAMPLES = {0, 40, 99};
    private static final String ADA = "ada";
    private static final long LATER = 4_000_000_000_000L;
    private static final String HASH = "0123456789abcdef".repeat(8);
    private static final List<String> WHOLE = List.of("R0", "R1", "R2", "R3");
    private static final List<String> SPLIT = List.of("S0", "S1");
    private static final List<String> LOCALES = List.of("de", "en-US", "fr");
    private static final UrlPolicy POLICY =
            new UrlPolicy(DomainAllowlist.of(json("{'good.test': ['Firefox', 'Thunderbird']}")), List.of());

    @TempDir
    private Path directory;

    private final Map<Kinds, Integer> made = new EnumMap<>(Kinds.class);
    private int effects;
    private int examples;

    /** What is changed. */
    private enum Kinds {
        RULE_INSERT,
        RULE_UPDATE,
        RULE_DELETE,
        RULE_SCHEDULED,
        RELEASE,
        RELEASE_SCHEDULED,
        SPLIT_REPLACED,
        SPLIT_MERGED,
        SPLIT_SCHEDULED,
        PIN,
        SHUTOFF
    }

    /**
     * A change, as it is simulated and as it is executed.
     *
     * @param prepare schedules it, where it is a scheduled one; returns what to simulate
     * @param execute executes it
     */
    private record Deed(Kinds kind, Function<ChangeEngine, SimulatedChange> prepare, Consumer<ChangeEngine> execute) {}

    @Test
    void whatIsSimulatedIsWhatIsServed() {
        Database database = TestDatabases.create(Kind.SQLITE, directory);
        GovernanceSettings settings = GovernanceSettings.of(POLICY.allowlist(), Set.of());
        try (EngineOn engine = new EngineOn(database, directory.resolve("history"), settings)) {
            ReleaseParseCache cache = new ReleaseParseCache();
            Property.forAll(EXAMPLES, random -> {
                Choice choice = new Choice(random);
                TestDatabases.clear(database);
                TestDatabases.fill(database, world(choice));
                check(engine, choice, cache);
            });
        }
        // Otherwise the examples would say nothing.
        assertThat(made).hasSize(Kinds.values().length);
        assertThat(effects).isGreaterThan(EXAMPLES / 2);
    }

    private void check(EngineOn engine, Choice choice, ReleaseParseCache cache) {
        engine.at(LATER - 1_000_000);
        List<Deed> deeds = new ArrayList<>();
        List<SimulatedChange> simulated = new ArrayList<>();
        Kinds some = Kinds.values()[examples++ % Kinds.values().length];
        for (Kinds kind : choice.percent(60) ? List.of(some) : two(choice)) {
            Deed deed = deed(choice, kind);
            simulated.add(deed.prepare.apply(engine.engine()));
            deeds.add(deed);
        }
        ObjectNode stored = TestDatabases.state(engine.database());
        SimulationData data = engine.engine().read(reading -> reading.simulating(simulated, cache));
        assertThat(TestDatabases.state(engine.database())).isEqualTo(stored);
        Snapshot before = served(engine);

        engine.at(LATER);
        for (Deed deed : deeds) {
            deed.execute.accept(engine.engine());
            made.merge(deed.kind, 1, Integer::sum);
        }
        Snapshot after = served(engine);

        List<SampleRequest> sample = SyntheticSample.of(before, after, 400);
        for (SampleRequest request : sample) {
            for (int u : ROLLOUT_SAMPLES) {
                assertThat(answer(data.before(), request, u))
                        .describedAs("%s before", request)
                        .isEqualTo(answer(before, request, u));
                assertThat(answer(data.after(), request, u))
                        .describedAs("%s after %s", request, simulated)
                        .isEqualTo(answer(after, request, u));
            }
        }
        SimulationReport report = report(data.before(), data.after(), sample);
        assertThat(report).isEqualTo(report(before, after, sample));
        effects += report.effects().isEmpty() ? 0 : 1;
    }

    /** A change is rejected if, and only if, the public app would serve something that breaks an expectation. */
    @Test
    void theGuardRejectsExactlyWhatBreaks() {
        Database database = TestDatabases.create(Kind.SQLITE, directory);
        GovernanceSettings settings = GovernanceSettings.of(POLICY.allowlist(), Set.of());
        int[] rejected = new int[1];
        try (EngineOn engine = new EngineOn(database, directory.resolve("history"), settings)) {
            Property.forAll(EXAMPLES, random -> {
                Choice choice = new Choice(random);
                TestDatabases.clear(database);
                TestDatabases.fill(database, world(choice));
                engine.at(LATER - 1_000_000);
                Kinds kind = Kinds.values()[examples++ % Kinds.values().length];
                Deed deed = deed(choice, kind);
                assertThat(deed.prepare.apply(engine.engine())).isNotNull();
                Snapshot before = served(engine);
                List<ObjectNode> expectations = expectations(choice, before);
                expectations.forEach(expectation -> store(engine, expectation));

                engine.at(LATER);
                Set<String> named = rejection(engine, deed);
                if (!named.isEmpty()) {
                    assertThat(report(before, served(engine), SyntheticSample.of(before, before, 400))
                                    .effects())
                            .isEmpty();
                    expectations.forEach(expectation -> engine.engine().<Boolean>write(ADA, write -> {
                        write.delete(
                                Entity.EXPECTATIONS,
                                Row.of(NAME, expectation.path("name").asString()),
                                1);
                        return true;
                    }));
                    deed.execute.accept(engine.engine());
                    rejected[0]++;
                }
                Snapshot after = served(engine);

                Set<String> broken = new TreeSet<>();
                for (ObjectNode json : expectations) {
                    Expectation expectation = read(json);
                    ExpectationEvaluator evaluator = new ExpectationEvaluator(POLICY);
                    if (evaluator.evaluate(before, expectation).isHeld()
                            && !evaluator.evaluate(after, expectation).isHeld()) {
                        broken.add(expectation.name());
                    }
                }
                assertThat(named).as("%s", kind).isEqualTo(kind == Kinds.SHUTOFF ? Set.of() : broken);
            });
        }
        assertThat(rejected[0]).isGreaterThan(EXAMPLES / 10).isLessThan(EXAMPLES);
    }

    private static Set<String> rejection(EngineOn engine, Deed deed) {
        try {
            deed.execute.accept(engine.engine());
            return Set.of();
        } catch (ChangeRejectedException e) {
            assertThat(e.rejection()).isInstanceOf(ChangeRejection.BrokenExpectations.class);
            return ((ChangeRejection.BrokenExpectations) e.rejection())
                    .broken().stream()
                            .map(result -> result.expectation().name())
                            .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Expectations of requests that can be told apart; most of them are held. */
    private static List<ObjectNode> expectations(Choice choice, Snapshot before) {
        List<ObjectNode> expectations = new ArrayList<>();
        for (SampleRequest request : SyntheticSample.of(before, before, 400)) {
            if (choice.percent(50)) {
                ObjectNode expectation = json("{'rollout': 'both'}").put("name", "e" + expectations.size());
                expectation.putArray("requests").addObject().put("url", request.target());
                expectation.set(
                        "expect",
                        switch (choice.below(4)) {
                            case 0 -> json("{'update': 'none'}");
                            case 1 -> json("{'release': '%s'}".formatted(release(choice)));
                            case 2 -> json("{'reaches': '60.1', 'within': 2}");
                            default -> json("{'update': 'any'}");
                        });
                expectations.add(expectation);
            }
        }
        return expectations;
    }

    private static void store(EngineOn engine, ObjectNode expectation) {
        engine.engine().write(ADA, write -> {
            try {
                return write.insert(Entity.EXPECTATIONS, StoredExpectation.of(expectation));
            } catch (InvalidExpectationException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Expectation read(ObjectNode expectation) {
        try {
            return ExpectationReader.read(expectation);
        } catch (InvalidExpectationException e) {
            throw new AssertionError(e);
        }
    }

    private static SimulationReport report(Snapshot before, Snapshot after, List<SampleRequest> sample) {
        return new Simulation(before, after, POLICY)
                .run(sample, Simulation.Limits.DEFAULT, Runnable::run, 1, Simulation.Progress.NONE);
    }

    private static List<Kinds> two(Choice choice) {
        // Of the same row there can't be a scheduled and a direct change, whose merging is another matter.
        return choice.of(
                List.of(Kinds.RULE_UPDATE, Kinds.RELEASE),
                List.of(Kinds.RULE_INSERT, Kinds.RULE_DELETE),
                List.of(Kinds.SPLIT_REPLACED, Kinds.SPLIT_MERGED),
                List.of(Kinds.PIN, Kinds.SPLIT_SCHEDULED),
                List.of(Kinds.SHUTOFF, Kinds.RELEASE_SCHEDULED));
    }

    private static Snapshot served(EngineOn engine) {
        return new SnapshotLoader(engine.database(), _ -> {}).load().snapshot();
    }

    /** The response without the headers, which tell the version of the rule. */
    private static List<Object> answer(Snapshot snapshot, SampleRequest request, int u) {
        Decider decider = new Decider(() -> u);
        UpdateAnswer answer = new UpdateAnswers(decider, new Answers(decider, POLICY), UpdateAnswers.Timer.none())
                .answer(snapshot, request.format(), request.request());
        return List.of(answer.status(), answer.contentType(), answer.body());
    }

    private static ObjectNode world(Choice choice) {
        ObjectNode world = json("""
                {'permissions': [{'username': 'ada', 'permission': 'admin', 'data_version': 1}],
                 'emergency_shutoffs': [
                   {'product': 'Thunderbird', 'channel': 'beta', 'comment': null, 'data_version': 1}],
                 'pinnable_releases': [{'product': 'Firefox', 'channel': 'release', 'version': '60.', 'mapping': 'R0',
                                        'data_version': 1}]}""");
        for (int id = 1; id <= 8; id++) {
            world.withArray("rules").add(rule(choice).put("rule_id", id).put("data_version", 1));
        }
        for (String name : WHOLE) {
            ObjectNode row = row(name);
            row.set("data", release(choice, name));
            world.withArray("releases").add(row);
        }
        ObjectNode superblob = row("Super");
        superblob.set("data", json("{'name': 'Super', 'schema_version': 4000, 'blobs': ['R0', 'S0']}"));
        world.withArray("releases").add(superblob);
        for (String name : SPLIT) {
            ObjectNode data = release(choice, name);
            data.path("platforms").forEachEntry((platform, content) -> {
                content.path("locales").forEachEntry((locale, build) -> {
                    ObjectNode asset = json("{'data_version': 1}")
                            .put("name", name)
                            .put("path", ".platforms." + platform + ".locales." + locale);
                    asset.set("data", build);
                    world.withArray("release_assets").add(asset);
                });
                ((ObjectNode) content).remove("locales");
            });
            ObjectNode row = row(name);
            row.set("data", data);
            world.withArray("releases_json").add(row);
        }
        return world;
    }

    private static ObjectNode row(String name) {
        return json("{'product': 'Firefox', 'read_only': false, 'data_version': 1}")
                .put("name", name);
    }

    private static ObjectNode rule(Choice choice) {
        ObjectNode rule = json("{'update_type': 'minor'}")
                .put("priority", choice.below(5) * 10)
                .put("backgroundRate", choice.of(100, 100, 50, 25, 0))
                .put("product", choice.of("Firefox", "Firefox", "Thunderbird"))
                .put("mapping", release(choice));
        rule.put("fallbackMapping", choice.maybe(40, () -> release(choice)));
        rule.put("channel", choice.maybe(80, () -> choice.of("release", "beta", "rel*", "release-cck-acme")));
        rule.put("version", choice.maybe(40, () -> choice.of("<60.0", "60.0", ">=60.1", "59.*")));
        rule.put("locale", choice.maybe(30, () -> choice.of("de", "de,fr", "en-US")));
        rule.put("buildTarget", choice.maybe(20, () -> choice.of("Linux", "WINNT")));
        rule.put("osVersion", choice.maybe(10, () -> "Windows,Linux"));
        return rule;
    }

    private static String release(Choice choice) {
        return choice.of("R0", "R1", "R2", "R3", "S0", "S1", "Super");
    }

    private static ObjectNode release(Choice choice, String name) {
        String version = choice.of("59.0", "60.0", "60.1", "61.0");
        ObjectNode release = json("{'schema_version': 9, 'hashFunction': 'sha512', 'platforms': {}}")
                .put("name", name)
                .put("appVersion", version)
                .put("displayVersion", version);
        for (String platform : List.of("Linux", "WINNT")) {
            ObjectNode content = ((ObjectNode) release.path("platforms")).putObject(platform);
            content.put("OS_FTP", "x").put("buildID", choice.of("20240101000000", "20240201000000"));
            ObjectNode locales = content.putObject("locales");
            LOCALES.stream()
                    .filter(_ -> choice.percent(70))
                    .forEach(locale -> locales.set(locale, build(choice, name)));
        }
        return release;
    }

    private static ObjectNode build(Choice choice, String name) {
        return json("{'completes': [{'from': '*', 'filesize': %d, 'hashValue': '%s', 'fileUrl': '%s'}]}"
                .formatted(1 + choice.below(9), HASH, "https://good.test/" + name + choice.below(9) + ".mar"));
    }

    private static Deed deed(Choice choice, Kinds kind) {
        return switch (kind) {
            case RULE_INSERT -> {
                Row rule = RowInput.read(Entity.RULES, rule(choice));
                yield direct(kind, Entity.RULES, ChangeType.INSERT, rule, write -> write.insert(Entity.RULES, rule));
            }
            case RULE_UPDATE -> {
                Row key = Row.of(RULES.RULE_ID, 1 + choice.below(4));
                Row what = RowInput.read(Entity.RULES, rule(choice));
                yield direct(
                        kind,
                        Entity.RULES,
                        ChangeType.UPDATE,
                        what.with(key).with(DATA_VERSION, 1),
                        write -> write.update(Entity.RULES, key, what, 1));
            }
            case RULE_DELETE -> {
                Row key = Row.of(RULES.RULE_ID, 5 + choice.below(4));
                yield direct(kind, Entity.RULES, ChangeType.DELETE, key, write -> write.delete(Entity.RULES, key, 1));
            }
            case RULE_SCHEDULED -> {
                ChangeType type = choice.of(ChangeType.values());
                Row key = Row.of(RULES.RULE_ID, 1 + choice.below(8)).with(DATA_VERSION, 1);
                Row what = RowInput.read(Entity.RULES, rule(choice));
                yield scheduled(
                        kind,
                        Entity.RULES,
                        type,
                        switch (type) {
                            case INSERT -> what;
                            case UPDATE -> what.with(key);
                            case DELETE -> key;
                        });
            }
            case RELEASE, RELEASE_SCHEDULED -> {
                String name = choice.of(WHOLE);
                Row key = Row.of(NAME, name);
                Row what = Row.of(DATA, release(choice, name)).with(PRODUCT, "Firefox");
                yield kind == Kinds.RELEASE
                        ? direct(
                                kind,
                                Entity.RELEASES,
                                ChangeType.UPDATE,
                                key.with(what),
                                write -> write.update(Entity.RELEASES, key, what, 1))
                        : scheduled(
                                kind,
                                Entity.RELEASES,
                                ChangeType.UPDATE,
                                key.with(what).with(DATA_VERSION, 1));
            }
            case SPLIT_REPLACED -> {
                ObjectNode content = release(choice, "S0");
                yield new Deed(
                        kind,
                        _ -> new SimulatedChange.OfSplitRelease("S0", null, content, false),
                        engine -> engine.write(
                                ADA,
                                write -> new SplitReleases(write)
                                        .set("S0", content, null, versions(write, "S0"), null)));
            }
            case SPLIT_MERGED -> {
                ObjectNode content = json("{'platforms': {'Linux': {'locales': {}}}}");
                ((ObjectNode) content.at("/platforms/Linux/locales")).set(choice.of(LOCALES), build(choice, "merged"));
                if (choice.percent(50)) {
                    content.put("appVersion", "60.2");
                }
                yield new Deed(
                        kind,
                        _ -> new SimulatedChange.OfSplitRelease("S1", null, content, true),
                        engine -> engine.write(
                                ADA,
                                write -> new SplitReleases(write).update("S1", content, versions(write, "S1"), null)));
            }
            case SPLIT_SCHEDULED -> {
                ObjectNode content = release(choice, "S1");
                yield new Deed(
                        kind,
                        engine -> {
                            engine.write(
                                    ADA,
                                    write -> new SplitReleases(write)
                                            .set("S1", content, null, versions(write, "S1"), LATER));
                            return new SimulatedChange.ScheduledRelease("S1");
                        },
                        engine -> engine.<Boolean>write(ADA, write -> {
                            new SplitReleases(write).enact("S1", SignedParts.ANY);
                            return true;
                        }));
            }
            case PIN -> {
                Row pin = Row.of(PRODUCT, "Firefox")
                        .with(CHANNEL, choice.of("release", "beta"))
                        .with(PINNABLE_RELEASES.VERSION, choice.of("59.", "61."))
                        .with(MAPPING, choice.of("R0", "R1", "S1"));
                yield direct(
                        kind,
                        Entity.PINNABLE_RELEASES,
                        ChangeType.INSERT,
                        pin,
                        write -> write.insert(Entity.PINNABLE_RELEASES, pin));
            }
            case SHUTOFF -> {
                boolean on = choice.percent(60);
                Row shutoff = on
                        ? Row.of(PRODUCT, "Firefox").with(CHANNEL, "release")
                        : Row.of(PRODUCT, "Thunderbird").with(CHANNEL, "beta");
                yield direct(
                        kind, Entity.EMERGENCY_SHUTOFFS, on ? ChangeType.INSERT : ChangeType.DELETE, shutoff, write -> {
                            if (on) {
                                write.insert(Entity.EMERGENCY_SHUTOFFS, shutoff);
                            } else {
                                write.delete(Entity.EMERGENCY_SHUTOFFS, shutoff, 1);
                            }
                        });
            }
        };
    }

    /** The versions of all parts of a release that exist. */
    private static DataVersions versions(Transaction write, String name) {
        ObjectNode versions = json("{'.': 1, 'platforms': {}}");
        for (Row asset : write.list(Entity.RELEASE_ASSETS, Row.of(NAME, name))) {
            String[] steps = asset.require(RELEASE_ASSETS.PATH).split("\\.", -1);
            ((ObjectNode) versions.path("platforms"))
                    .withObject("/" + steps[2])
                    .withObject("/locales")
                    .put(steps[4], asset.dataVersion());
        }
        Integer base = write.find(Entity.RELEASES_JSON, Row.of(NAME, name))
                .map(Row::dataVersion)
                .orElseThrow();
        return DataVersions.of(versions.put(".", base));
    }

    private static Deed direct(Kinds kind, Entity entity, ChangeType type, Row row, Consumer<Transaction> execute) {
        return new Deed(
                kind,
                _ -> new SimulatedChange.OfRow(entity, type, row),
                engine -> engine.<Boolean>write(ADA, write -> {
                    execute.accept(write);
                    return true;
                }));
    }

    private static Deed scheduled(Kinds kind, Entity entity, ChangeType type, Row row) {
        int[] id = new int[1];
        return new Deed(
                kind,
                engine -> {
                    id[0] = engine.write(ADA, write -> write.schedule(entity, type, row.with(WHEN, LATER)))
                            .id();
                    return new SimulatedChange.Scheduled(entity, id[0]);
                },
                engine -> engine.<Boolean>write(ADA, write -> {
                    write.enact(entity, id[0]);
                    return true;
                }));
    }
}
