// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.reach.References;
import dev.balrog.core.release.Release;
import dev.balrog.core.release.ReleaseReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SampleDataTest {
    private static final SampleSize SMALL = new SampleSize(300, 150, 40, 100, 3);

    /** All rows by table. */
    private record Sample(Map<String, List<ObjectNode>> byTable) {

        List<ObjectNode> table(String name) {
            return byTable.getOrDefault(name, List.of());
        }
    }

    private static Sample rows(SampleSize size, long seed) throws IOException {
        Map<String, List<ObjectNode>> rows = new LinkedHashMap<>();
        SampleData.write(
                size,
                seed,
                (table, row) ->
                        rows.computeIfAbsent(table, none -> new ArrayList<>()).add(row));
        return new Sample(rows);
    }

    /** The releases by name, those of two tables, with their assets put back in. */
    private static Map<String, ObjectNode> releases(Sample rows) {
        Map<String, ObjectNode> releases = new HashMap<>();
        for (String table : List.of("releases", "releases_json")) {
            for (ObjectNode row : rows.table(table)) {
                ObjectNode data = (ObjectNode) row.get("data");
                String name = row.get("name").asString();
                assertThat(data.get("name").asString()).isEqualTo(name);
                assertThat(releases.put(name, data)).as(name).isNull();
            }
        }
        for (ObjectNode asset : rows.table("release_assets")) {
            String[] path = asset.get("path").asString().split("\\.", -1);
            ObjectNode release =
                    Objects.requireNonNull(releases.get(asset.get("name").asString()));
            JsonNode platform = release.path("platforms").path(path[2]);
            assertThat(platform.isObject()).isTrue();
            ((ObjectNode) platform).withObject("locales").set(path[4], asset.get("data"));
        }
        return releases;
    }

    @Test
    void isTheSameForTheSameSizeAndSeed() throws IOException {
        assertThat(rows(SMALL, 7)).isEqualTo(rows(SMALL, 7));
        assertThat(rows(SMALL, 8)).isNotEqualTo(rows(SMALL, 7));
    }

    /** Ids of GMPUtils.sys.mjs, as published with Firefox: it ignores all others. */
    @Test
    void hasPluginsThatFirefoxKnows() throws IOException {
        Set<String> plugins = releases(rows(SMALL, 1)).values().stream()
                .flatMap(release -> release.path("vendors").propertyNames().stream())
                .collect(Collectors.toSet());

        assertThat(plugins).isNotEmpty().isSubsetOf("gmp-gmpopenh264", "gmp-widevinecdm", "gmp-widevinecdm-l1");
    }

    @Test
    void hasTheNumbersThatWereAskedFor() throws IOException {
        Sample rows = rows(SMALL, 1);
        assertThat(rows.table("rules")).hasSize(SMALL.rules());
        assertThat(rows.table("releases").size() + rows.table("releases_json").size())
                .isEqualTo(SMALL.releases());
        long full = releases(rows).values().stream()
                .filter(release -> builds(release) >= SMALL.locales() * Platform.FORMERLY.size())
                .count();
        assertThat(full).isEqualTo(SMALL.fullReleases());
    }

    private static int builds(ObjectNode release) {
        return release.path("platforms")
                .valueStream()
                .mapToInt(platform -> platform.path("locales").size())
                .sum();
    }

    @Test
    void hasNothingButTheCatalogueInTheDemo() throws IOException {
        // The help of 'balrog generate' says these numbers.
        Sample demo = rows(SampleSize.DEMO.withLocales(1), 1);
        assertThat(demo.table("rules")).hasSize(35);
        assertThat(releases(demo)).hasSize(42);
    }

    @Test
    void leadsFromItsRulesAndPinsToItsReleases() throws IOException {
        Sample rows = rows(SMALL, 1);
        Set<String> mapped = new HashSet<>();
        for (ObjectNode rule : rows.table("rules")) {
            rule.path("mapping").asStringOpt().ifPresent(mapped::add);
            rule.path("fallbackMapping").asStringOpt().ifPresent(mapped::add);
        }
        rows.table("pinnable_releases")
                .forEach(pin -> mapped.add(pin.get("mapping").asString()));
        Set<String> names = releases(rows).keySet();
        assertThat(names).containsAll(mapped);
        assertThat(mapped).hasSizeGreaterThan(SMALL.liveReleases() - 10);
    }

    @Test
    void makesReleasesThatTheServerAccepts() throws Exception {
        Map<String, ObjectNode> releases = releases(rows(SMALL, 1));
        for (Map.Entry<String, ObjectNode> stored : releases.entrySet()) {
            Release release = ReleaseReader.read(stored.getValue());
            assertThat(release.name()).isEqualTo(stored.getKey());
            assertThat(releases.keySet())
                    .containsAll(References.of(release).parts())
                    .containsAll(release.partialSources());
        }
    }

    @Test
    void showsEveryFormat() throws IOException {
        Set<Integer> schemas = releases(rows(SampleSize.DEMO.withLocales(2), 1)).values().stream()
                .map(release -> release.get("schema_version").asInt())
                .collect(Collectors.toSet());
        assertThat(schemas).contains(3, 4, 9, 50, 1000, 4000, 5000, 10_000);
    }

    @Test
    void givesNoTwoRulesOfOneProductThatCanMeetTheSamePriority() throws IOException {
        Set<String> seen = new HashSet<>();
        for (ObjectNode rule : rows(SMALL, 1).table("rules")) {
            String key = List.of("product", "channel", "priority").stream()
                    .map(column -> rule.path(column).asString(""))
                    .collect(Collectors.joining("|"));
            assertThat(seen.add(key)).as(key).isTrue();
        }
    }

    @Test
    void writesTheHistoryThatMakingItsRulesWouldHaveLeft() throws IOException {
        Sample rows = rows(SMALL, 1);
        Map<Integer, List<ObjectNode>> history = rows.table("rules_history").stream()
                .collect(Collectors.groupingBy(row -> row.get("rule_id").asInt()));
        for (ObjectNode rule : rows.table("rules")) {
            List<ObjectNode> changes = history.getOrDefault(rule.get("rule_id").asInt(), List.of());
            assertThat(changes).hasSize(rule.get("data_version").asInt() + 1);
            assertThat(changes.getFirst().propertyNames())
                    .containsExactlyInAnyOrder("change_id", "changed_by", "timestamp", "rule_id");
            ObjectNode last = changes.getLast().deepCopy();
            last.remove(List.of("change_id", "changed_by", "timestamp"));
            assertThat(last).isEqualTo(rule);
        }
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> SMALL.withLocales(101))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sample has 1 to 100 locales, not 101");
        assertThatThrownBy(() -> SMALL.withRules(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
