// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Builds;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomSnapshots;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

class ExpectationGeneratorTest {

    private static List<Expectation> read(ArrayNode generated) throws InvalidExpectationException {
        List<Expectation> read = new ArrayList<>();
        for (JsonNode json : generated) {
            read.add(ExpectationReader.read(json));
        }
        return read;
    }

    @Test
    void demandsTheNewestVersionThatClientsReach() {
        Snapshot snapshot = Scenario.scenario()
                .release(Builds.release("R60", "60.0"))
                .release(Builds.release("R61", "61.0"))
                .rule(RuleBuilder.rule(1).product("Firefox").channel("release").mapping("R61"))
                .rule(RuleBuilder.rule(2)
                        .product("Firefox")
                        .channel("release")
                        .version("<60.0")
                        .priority(200)
                        .mapping("R60"))
                .snapshot();
        ArrayNode generated = ExpectationGenerator.generate(snapshot, Scenario.POLICY, Optional.of("Firefox"), 1000);

        assertThat(generated.valueStream().map(json -> json.path("name").asString()))
                .contains("Firefox.release.linux");
        JsonNode linux = generated
                .valueStream()
                .filter(json -> json.path("name").asString().equals("Firefox.release.linux"))
                .findFirst()
                .orElseThrow();
        assertThat(linux.path("expect")).isEqualTo(Scenario.json("{\"reaches\": \"61.0\", \"within\": 2}"));
        assertThat(linux.path("requests").size()).isBetween(2, ExpectationGenerator.MAX_REQUESTS);
        assertThat(ExpectationGenerator.generate(snapshot, Scenario.POLICY, Optional.of("Thunderbird"), 1000))
                .isEmpty();
    }

    @Test
    void isHeldByTheDataThatItWasGeneratedFrom() {
        AtomicInteger all = new AtomicInteger();
        Property.forAll(60, random -> {
            Snapshot snapshot = RandomSnapshots.snapshot(new Choice(random));
            ArrayNode generated =
                    ExpectationGenerator.generate(snapshot, RandomSnapshots.POLICY, Optional.empty(), 2000);
            List<Expectation> expectations = read(generated);
            all.addAndGet(expectations.size());
            assertThat(new ExpectationEvaluator(RandomSnapshots.POLICY).evaluate(snapshot, expectations))
                    .allSatisfy(result -> assertThat(result.examples()).isEmpty());
            assertThat(ExpectationGenerator.generate(snapshot, RandomSnapshots.POLICY, Optional.empty(), 2000))
                    .isEqualTo(generated);
        });
        assertThat(all.get()).isPositive();
    }
}
