// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReachableReleasesTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "missing-1", "missing-2");
    private static final List<String> PRODUCTS = List.of("P", "Q", "R");

    @Test
    void followsPartsProductsCyclesAndMissingNamesAsTheNaiveComputationDoes() {
        Property.forAll(2000, random -> {
            World world = World.random(random);
            Set<String> roots = Set.copyOf(new HashSet<>(some(new Choice(random), NAMES, 2)));

            assertThat(ReachableReleases.from(roots, world)).isEqualTo(world.naive(roots));
            assertThat(world.asked).as("each release is asked for once").doesNotHaveDuplicates();
        });
    }

    @Test
    void aSuperblobReachesItsPartsAndAProductSuperblobTheRulesAndPinsOfItsProducts() {
        World world = new World();
        world.releases.put("super", new References(Set.of("part", "gone"), Set.of()));
        world.releases.put("part", References.NONE);
        world.releases.put("gmp", new References(Set.of(), Set.of("P")));
        world.rules.add(new RuleOf("P", new RuleReference(1, Set.of("super", "fallback"))));
        world.rules.add(new RuleOf(null, new RuleReference(2, Set.of("any"))));
        world.rules.add(new RuleOf("Q", new RuleReference(3, Set.of("other"))));
        world.pins.put("P", Set.of("pinned"));

        assertThat(ReachableReleases.from(Set.of("super"), world))
                .isEqualTo(new Reached(Set.of("super", "part", "gone"), Set.of()));
        assertThat(ReachableReleases.from(Set.of("gmp"), world))
                .isEqualTo(new Reached(
                        Set.of("gmp", "super", "part", "gone", "fallback", "any", "pinned"), Set.of(1L, 2L)));
        assertThat(ReachableReleases.from(Set.of(), world)).isEqualTo(new Reached(Set.of(), Set.of()));
    }

    @Test
    void referencesAreReadFromStoredSuperblobsOnly() {
        assertThat(references("{'name':'s','schema_version':4000,'blobs':['a','a','b'],'products':['P','P']}"))
                .isEqualTo(new References(Set.of("a", "b"), Set.of("P")));
        assertThat(references("{'name':'s','schema_version':4000.0,'blobs':['a']}"))
                .isEqualTo(new References(Set.of("a"), Set.of()));
        assertThat(references("{'name':'s','schema_version':5000,'blobs':['a']}")
                        .isEmpty())
                .isTrue();
        assertThat(references("{'name':'s','blobs':['a']}").isEmpty()).isTrue();
        assertThat(references("[]").isEmpty()).isTrue();
        assertThat(references("{'schema_version':4000,'blobs':7}").isEmpty()).isTrue();
    }

    private static References references(String json) {
        return References.of(JsonMapper.shared().readTree(json.replace('\'', '"')));
    }

    private static <T> List<T> some(Choice choice, List<T> values, int atMost) {
        List<T> some = new ArrayList<>();
        for (int count = choice.below(atMost + 1); count > 0; count--) {
            some.add(choice.of(values));
        }
        return some;
    }

    private record RuleOf(@Nullable String product, RuleReference rule) {}

    private static final class World implements ReferenceSource {
        final Map<String, References> releases = new TreeMap<>();
        final List<RuleOf> rules = new ArrayList<>();
        final Map<String, Set<String>> pins = new TreeMap<>();
        final List<String> asked = new ArrayList<>();

        static World random(RandomGenerator random) {
            Choice choice = new Choice(random);
            World world = new World();
            Supplier<Set<String>> names = () -> new HashSet<>(some(choice, NAMES, 2));
            for (String name : NAMES) {
                if (!name.startsWith("missing")) {
                    world.releases.put(
                            name,
                            choice.percent(50)
                                    ? References.NONE
                                    : new References(names.get(), new HashSet<>(some(choice, PRODUCTS, 1))));
                }
            }
            for (long id = choice.below(5); id > 0; id--) {
                world.rules.add(
                        new RuleOf(choice.maybe(80, () -> choice.of(PRODUCTS)), new RuleReference(id, names.get())));
            }
            world.pins.put(choice.of(PRODUCTS), names.get());
            return world;
        }

        @Override
        public Map<String, References> references(Set<String> releaseNames) {
            asked.addAll(releaseNames);
            Map<String, References> found = new HashMap<>(releases);
            found.keySet().retainAll(releaseNames);
            return found;
        }

        @Override
        public List<RuleReference> rulesOfProduct(String product) {
            return rules.stream()
                    .filter(rule -> rule.product == null || rule.product.equals(product))
                    .map(RuleOf::rule)
                    .toList();
        }

        @Override
        public Set<String> pinnedReleases(String product) {
            return pins.getOrDefault(product, Set.of());
        }

        /** Adds one step to everything known until nothing changes. */
        Reached naive(Set<String> roots) {
            Set<String> known = new TreeSet<>(roots);
            Set<Long> knownRules = new TreeSet<>();
            int size = -1;
            while (size != known.size() + knownRules.size()) {
                size = known.size() + knownRules.size();
                for (String name : List.copyOf(known)) {
                    References references = releases.getOrDefault(name, References.NONE);
                    known.addAll(references.parts());
                    for (String product : references.products()) {
                        for (RuleReference rule : rulesOfProduct(product)) {
                            knownRules.add(rule.id());
                            known.addAll(rule.mappings());
                        }
                        known.addAll(pinnedReleases(product));
                    }
                }
            }
            return new Reached(known, knownRules);
        }
    }
}
