// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balrog.rehearsal.analysis.RolloutSteps.Compare;
import dev.balrog.rehearsal.analysis.RolloutSteps.Pause;
import dev.balrog.rehearsal.analysis.RolloutSteps.SetWeight;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisTemplateTest {
    /** What production decides by. */
    private static final Path PRODUCTION = Path.of("..", "deploy", "kubernetes", "base", "public");

    private static final Map<String, String> NEEDED =
            Map.of("namespace", "production", "stable-hash", "old", "canary-hash", "new");

    private static final String TEMPLATE = """
            kind: AnalysisTemplate
            metadata:
              name: test
            spec:
              args:
                - name: limit
                  value: "0.5"
              metrics:
                - name: one
                  successCondition: result[0] <= {{ args.limit }}
                  provider:
                    prometheus:
                      query: up
            """;

    @Test
    void readsTheMetricsOfProduction() throws IOException {
        List<Metric> metrics =
                AnalysisTemplate.read(PRODUCTION.resolve("analysis.yaml")).metrics(NEEDED);

        assertThat(metrics).extracting(Metric::name).containsExactly("server-errors", "latency", "updates-served");
        assertThat(metrics).allSatisfy(metric -> {
            assertThat(metric.initialDelay()).isEqualTo(Duration.ofMinutes(5));
            assertThat(metric.interval()).isEqualTo(Duration.ofMinutes(1));
            assertThat(metric.count()).isEqualTo(10);
            assertThat(metric.failureLimit()).isEqualTo(1);
            assertThat(metric.query())
                    .contains("namespace=\"production\"", "hash=\"old\"", "hash=\"new\"", "[5m]")
                    .doesNotContain("{{");
        });
        assertThat(metrics.getFirst().success().holds(0)).isTrue();
        assertThat(metrics.getFirst().success().holds(0.1)).isFalse();
        assertThat(metrics.getFirst().success().holds(Double.NaN)).isFalse();
    }

    @Test
    void takesOtherArgumentsThanTheTemplatesOwn() throws IOException {
        Map<String, String> given = new HashMap<>(NEEDED);
        given.put("window", "15s");
        given.put("slow", "1.0");

        List<Metric> metrics =
                AnalysisTemplate.read(PRODUCTION.resolve("analysis.yaml")).metrics(given);

        assertThat(metrics).extracting(Metric::initialDelay).containsOnly(Duration.ofSeconds(15));
        assertThat(metrics.get(1).query()).contains("le=\"1.0\"");
    }

    @Test
    void readsTheStepsOfProduction() throws IOException {
        assertThat(RolloutSteps.read(PRODUCTION.resolve("app.yaml")))
                .containsExactly(new SetWeight(5), new Compare(), new Pause(), new SetWeight(50), new Compare());
    }

    @Test
    void refusesStepsThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RolloutSteps.parse("""
                        spec:
                          strategy:
                            canary:
                              steps:
                                - setWeight: 5
                                - pause: {duration: 1h}
                        """))
                .withMessageContaining("1h");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RolloutSteps.parse("kind: Deployment"))
                .withMessageContaining("no Rollout");
    }

    @Test
    void takesWhatArgoRolloutsTakesWhenNothingIsSaid() {
        Metric metric = AnalysisTemplate.parse(TEMPLATE).metrics(Map.of()).getFirst();

        assertThat(metric.initialDelay()).isZero();
        assertThat(metric.count()).isEqualTo(1);
        assertThat(metric.failureLimit()).isZero();
        assertThat(metric.consecutiveErrorLimit()).isEqualTo(4);
        assertThat(metric.success().holds(0.5)).isTrue();
    }

    @Test
    void refusesArgumentsThatAreMissingOrUnknown() {
        AnalysisTemplate template = AnalysisTemplate.parse(TEMPLATE.replace("      value: \"0.5\"\n", ""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.metrics(Map.of()))
                .withMessage("the argument limit has no value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.metrics(Map.of("limit", "1", "limits", "2")))
                .withMessage("there is no argument limits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnalysisTemplate.parse(TEMPLATE.replace("args.limit", "args.limits"))
                        .metrics(Map.of()))
                .withMessage("there is no argument limits");
    }

    @Test
    void refusesWhatItCanNotEvaluate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnalysisTemplate.parse(TEMPLATE.replace(
                                "      provider:", "      failureCondition: result[0] > 1\n      provider:"))
                        .metrics(Map.of()))
                .withMessageContaining("failureCondition");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnalysisTemplate.parse(TEMPLATE.replace("prometheus:", "web:"))
                        .metrics(Map.of()))
                .withMessageContaining("does not come from Prometheus");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnalysisTemplate.parse(TEMPLATE.replace("kind: AnalysisTemplate", "kind: Rollout")))
                .withMessageContaining("'Rollout'");
    }
}
