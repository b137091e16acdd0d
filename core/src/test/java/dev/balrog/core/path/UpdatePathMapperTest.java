// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Builds;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.path.UpdatePath.Edge;
import dev.balrog.core.path.UpdatePath.End;
import dev.balrog.core.path.UpdatePath.Node;
import dev.balrog.core.path.UpdatePathMapper.Limits;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.simulation.RolloutSide;
import dev.balrog.core.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpdatePathMapperTest {
    private static final PathQuery RELEASE = new PathQuery("Firefox", "release", Map.of());

    private static RuleBuilder rule(long id, String mapping) {
        return RuleBuilder.rule(id).product("Firefox").channel("release").mapping(mapping);
    }

    private static UpdatePath map(Scenario scenario) {
        return map(scenario, RELEASE);
    }

    private static UpdatePath map(Scenario scenario, PathQuery query) {
        return new UpdatePathMapper(Scenario.POLICY).map(scenario.snapshot(), query);
    }

    /** The whole graph as lines that people can read, the nodes first. */
    private static List<String> lines(UpdatePath path) {
        List<String> nodes = path.nodes().stream()
                .map(node -> text(node)
                        + (node.isWatershed() ? " watershed" : "")
                        + node.ends().stream().map(end -> text(path, end)).collect(Collectors.joining()))
                .toList();
        List<String> edges = path.edges().stream().map(edge -> text(path, edge)).toList();
        return Stream.concat(nodes.stream(), edges.stream()).toList();
    }

    private static String text(Node node) {
        VersionRange range = node.range();
        String versions = range.low().equals(range.high()) && range.low().isPresent()
                ? range.low().get()
                : (range.isLowIncluded() ? "[" : "(") + range.low().orElse("") + ".."
                        + range.high().orElse("") + (range.isHighIncluded() ? "]" : ")");
        return versions + node.release().map(name -> " " + name).orElse("");
    }

    private static String text(UpdatePath path, End end) {
        return " | " + end.kind().text() + " " + end.reason()
                + end.rule().map(rule -> " rule " + rule).orElse("")
                + end.rollout().map(side -> " " + side.text()).orElse("") + systems(path, end.clients());
    }

    private static String text(UpdatePath path, Edge edge) {
        return text(path.nodes().get(edge.from())) + " -> "
                + text(path.nodes().get(edge.to())) + " rule " + edge.rule()
                + edge.rollout()
                        .map(side -> " " + side.text() + " " + edge.backgroundRate())
                        .orElse("")
                + (edge.isLoop() ? " loop" : "") + systems(path, edge.clients());
    }

    private static String systems(UpdatePath path, List<Integer> clients) {
        return clients.stream()
                .map(index -> path.clients().get(index).properties())
                .map(client ->
                        String.valueOf(client.get(Condition.BUILD_TARGET)).substring(0, 3) + " "
                                + String.valueOf(client.get(Condition.OS_VERSION))
                                        .replaceFirst("(Windows_NT [0-9.]{3}).*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }

    @Test
    void leadsThroughWatersheds() {
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.release("R12", "12.0"))
                .release(Builds.release("R47", "47.0"))
                .release(Builds.release("R72", "72.0"))
                .rule(rule(1, "R72"))
                .rule(rule(2, "R47").version("<47.0").priority(200))
                .rule(rule(3, "R12").version("<12.0").priority(300)));

        assertThat(lines(path))
                .containsExactly(
                        "(..12.0)",
                        "[12.0..47.0) R12 watershed",
                        "[47.0..72.0) R47 watershed",
                        "[72.0..) R72 | newest not_newer rule 1[Lin Linux 6.8]",
                        "(..12.0) -> [12.0..47.0) R12 rule 3[Lin Linux 6.8]",
                        "[12.0..47.0) R12 -> [47.0..72.0) R47 rule 2[Lin Linux 6.8]",
                        "[47.0..72.0) R47 -> [72.0..) R72 rule 1[Lin Linux 6.8]");
        assertThat(path.newest()).contains("72.0");
        assertThat(path.isCutOff()).isFalse();
        assertThat(path.nodes().get(1).buildIds()).containsExactly("20120101000000");
        assertThat(path.edges().getFirst().example())
                .startsWith("/update/6/Firefox/")
                .contains("/release/");
    }

    @Test
    void branchesByOperatingSystemAndFindsDeadEnds() {
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.on(Builds.WINDOWS, "W56", "56.0"))
                .release(Builds.on(Builds.WINDOWS, "W72", "72.0"))
                .rule(rule(1, "W72"))
                .rule(rule(2, "W56").osVersion("Windows_NT 6.1").priority(200)));

        assertThat(lines(path))
                .containsExactly(
                        "(..56.0)",
                        "[56.0..72.0) W56 | dead_end not_newer rule 2[WIN Windows_NT 6.1]",
                        "[72.0..) W72 | newest not_newer rule 1[WIN Windows_NT 10.]"
                                + " | newest not_newer rule 2[WIN Windows_NT 6.1]",
                        "(..56.0) -> [72.0..) W72 rule 1[WIN Windows_NT 10.]",
                        "(..56.0) -> [56.0..72.0) W56 rule 2[WIN Windows_NT 6.1]",
                        "[56.0..72.0) W56 -> [72.0..) W72 rule 1[WIN Windows_NT 10.]");
    }

    @Test
    void judgesDeadEndsByWhatOthersGet() {
        Scenario scenario = Scenario.scenario()
                .release(Builds.on(Builds.WINDOWS, "W56", "56.0"))
                .release(Builds.on(Builds.WINDOWS, "W72", "72.0"))
                .rule(rule(1, "W72"))
                .rule(rule(2, "W56").osVersion("Windows_NT 6.1").priority(200));
        UpdatePath path =
                map(scenario, new PathQuery("Firefox", "release", Map.of(Condition.OS_VERSION, "Windows_NT 6.1.1.0")));

        assertThat(path.clients()).hasSize(1);
        assertThat(path.newest()).contains("72.0");
        assertThat(lines(path)).anyMatch(line -> line.startsWith("[56.0..72.0) W56 | dead_end not_newer rule 2"));
    }

    @Test
    void tellsWhyAPathEnds() {
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.release("R72", "72.0"))
                .rule(rule(1, "R72").version(">=60.0")));

        assertThat(lines(path))
                .containsExactly(
                        "(..60.0) | dead_end no_rule_applies[Lin Linux 6.8]",
                        "[60.0..72.0)",
                        "[72.0..) R72 | newest not_newer rule 1[Lin Linux 6.8]",
                        "[60.0..72.0) -> [72.0..) R72 rule 1[Lin Linux 6.8]");
    }

    @Test
    void findsPlatformsThatTheNewestReleaseLacks() {
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.on(Builds.WINDOWS, "W56", "56.0"))
                .release(Builds.release("L72", "72.0"))
                .rule(rule(1, "L72"))
                .rule(rule(2, "W56")
                        .version("<56.0")
                        .buildTarget(Builds.WINDOWS)
                        .priority(200)));

        assertThat(lines(path)).anyMatch(line -> line.contains(" W56 | dead_end no_build rule 1[WIN"));
    }

    @Test
    void leavesOutClientsThatNoReleaseHasABuildFor() {
        // Nobody had 56.0 on Linux before the first release for it, 72.0.
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.on(Builds.WINDOWS, "W56", "56.0"))
                .release(Builds.release("L72", "72.0"))
                .rule(rule(1, "L72"))
                .rule(rule(2, "W56").version("<56.0").priority(200)));

        assertThat(path.nodes())
                .filteredOn(node -> node.version().startsWith("5"))
                .flatExtracting(Node::ends)
                .allSatisfy(end -> assertThat(
                                path.clients().get(end.clients().getFirst()).properties())
                        .containsEntry(Condition.BUILD_TARGET, Builds.WINDOWS));
    }

    @Test
    void doesNotCallItADeadEndWhereARuleHasNoMapping() {
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.release("R72", "72.0"))
                .rule(rule(1, "R72"))
                .rule(RuleBuilder.rule(2).mapping(null).version("<60.0").priority(200)));

        assertThat(lines(path)).contains("(..60.0) | held_back no_mapping rule 2[Lin Linux 6.8]");
    }

    @Test
    void asksOnBothSidesOfABackgroundRate() {
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.release("R60", "60.0"))
                .release(Builds.release("R61", "61.0"))
                .rule(rule(1, "R61").backgroundRate(25).fallbackMapping("R60")));

        assertThat(lines(path))
                .containsExactly(
                        "(..60.0)",
                        "[60.0..61.0) R60 | rollout not_newer rule 1 out[Lin Linux 6.8]",
                        "[61.0..) R61 | newest not_newer rule 1[Lin Linux 6.8]",
                        "(..60.0) -> [61.0..) R61 rule 1 in 25[Lin Linux 6.8]",
                        "(..60.0) -> [60.0..61.0) R60 rule 1 out 25[Lin Linux 6.8]",
                        "[60.0..61.0) R60 -> [61.0..) R61 rule 1 in 25[Lin Linux 6.8]");
    }

    @Test
    void tellsShutoffsAndChannelsWithoutRules() {
        Scenario scenario = Scenario.scenario()
                .release(Builds.release("R61", "61.0"))
                .rule(rule(1, "R61"))
                .shutoff("Firefox", "release");

        assertThat(lines(map(scenario)))
                // All versions are treated alike.
                .containsExactly("(..) R61 | shut_off shut_off[Lin Linux 6.8]");
        assertThat(map(scenario).newest()).isEmpty();
        assertThat(map(scenario, new PathQuery("Firefox", "beta", Map.of())).nodes())
                .isEmpty();
    }

    @Test
    void doesNotCallItADeadEndWhereNobodyGetsAnything() {
        UpdatePath path = map(Scenario.scenario().rule(rule(1, "Gone").version("<60.0")));

        assertThat(path.nodes())
                .isNotEmpty()
                .allSatisfy(
                        node -> assertThat(node.ends()).allMatch(end -> end.kind() == UpdatePath.Kind.NOTHING_OFFERED));
    }

    @Test
    void asksForClientsThatRulesPickOut() {
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.release("R60", "60.0", "de", "en-US"))
                .release(Builds.release("R61", "61.0", "de", "en-US"))
                .rule(rule(1, "R61"))
                .rule(rule(2, "R60").locale("de,fr").distribution("partner").priority(200)));

        assertThat(path.clients())
                .extracting(client -> client.properties().get(Condition.LOCALE) + " "
                        + client.properties().get(Condition.DISTRIBUTION))
                // Nobody has a French build.
                .containsExactly("en-US default", "de partner");
        assertThat(path.edges())
                .filteredOn(edge -> edge.rule() == 2)
                .singleElement()
                .satisfies(edge -> assertThat(edge.clients()).containsExactly(1));
    }

    @Test
    void marksLoops() {
        // Clients that install it have 60.0, but it claims to be 61.0.
        UpdatePath path = map(Scenario.scenario()
                .release(Builds.release("Firefox-60.0-build1", "61.0"))
                .rule(rule(1, "Firefox-60.0-build1")));

        assertThat(lines(path))
                .containsExactly(
                        "(..60.0)",
                        "[60.0..61.0] Firefox-60.0-build1 | loop update rule 1[Lin Linux 6.8]",
                        "(61.0..) | newest not_newer rule 1[Lin Linux 6.8]",
                        "(..60.0) -> [60.0..61.0] Firefox-60.0-build1 rule 1[Lin Linux 6.8]",
                        "[60.0..61.0] Firefox-60.0-build1 -> [60.0..61.0] Firefox-60.0-build1 rule 1 loop[Lin Linux 6.8]");
    }

    @Test
    void cutsOffWhatIsTooLarge() {
        Snapshot snapshot = Scenario.scenario()
                .release(Builds.release("R12", "12.0"))
                .release(Builds.release("R47", "47.0"))
                .release(Builds.release("R72", "72.0"))
                .rule(rule(1, "R72"))
                .rule(rule(2, "R47").version("<47.0").priority(200))
                .rule(rule(3, "R12").version("<12.0").priority(300).osVersion("Linux"))
                .snapshot();
        assertThat(new UpdatePathMapper(Scenario.POLICY, Limits.DEFAULT)
                        .map(snapshot, RELEASE)
                        .isCutOff())
                .isFalse();
        assertThat(new UpdatePathMapper(Scenario.POLICY, new Limits(1, 400, 60_000, 50)).map(snapshot, RELEASE))
                .satisfies(path -> {
                    assertThat(path.isCutOff()).isTrue();
                    assertThat(path.clients()).hasSize(1);
                });
        assertThat(new UpdatePathMapper(Scenario.POLICY, new Limits(80, 2, 60_000, 50)).map(snapshot, RELEASE))
                .satisfies(path -> assertThat(path.isCutOff()).isTrue());
        assertThat(new UpdatePathMapper(Scenario.POLICY, new Limits(80, 400, 3, 50)).map(snapshot, RELEASE))
                .satisfies(path -> assertThat(path.isCutOff()).isTrue());
        assertThat(new UpdatePathMapper(Scenario.POLICY, new Limits(80, 400, 60_000, 0)).map(snapshot, RELEASE))
                .satisfies(path -> {
                    assertThat(path.isCutOff()).isTrue();
                    assertThat(path.edges()).isEmpty();
                    assertThat(path.nodes())
                            .flatExtracting(Node::ends)
                            .extracting(End::kind)
                            .contains(UpdatePath.Kind.STEP_LIMIT);
                });
    }

    @Test
    void followsRequestsForJson() {
        UpdatePath path = map(
                Scenario.scenario()
                        .release("FirefoxVPN", """
                                {"name": "VPN", "schema_version": 10000, "product": "FirefoxVPN", "version": "2.15.0",
                                 "required": false, "channels": {}, "hashFunction": "sha512", "platforms":
                                 {"WINNT_x86_64": {"fileUrl": "https://cdn.example/v.msi", "hashValue": "ab"}}}""")
                        .rule(RuleBuilder.rule(1).product("FirefoxVPN").mapping("VPN")),
                new PathQuery("FirefoxVPN", "release", Map.of()));

        assertThat(path.newest()).isEqualTo(Optional.of("2.15.0"));
        assertThat(path.edges()).extracting(Edge::rollout).containsOnly(Optional.<RolloutSide>empty());
        assertThat(path.edges().getFirst().example()).startsWith("/json/");
    }
}
