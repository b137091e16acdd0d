// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Simulates canaries and has production's own analysis decide about them: Prometheus's {@code promtool} evaluates its
 * queries on simulated counters, minute by minute.
 *
 * <p>Per run, requests are Poisson-distributed; a fifth of the responses are 4xx, 0.05 % are 5xx and 0.5 % are slow on both
 * sides; three in ten of the others are updates, of three products.
 */
@Tag("slow")
class CanarySimulationTest {
    private static final Path TEMPLATE = Path.of("..", "deploy", "kubernetes", "base", "public", "analysis.yaml");
    private static final long SEED = 17;
    /** Fewer than the 200 of the published figures, since each takes seconds: {@code -Dbalrog.canary.runs=200}. */
    private static final int RUNS = Integer.getInteger("balrog.canary.runs", 20);

    private static final int MINUTES = 15;
    private static final double CLIENT_ERRORS = 0.2;
    private static final double SERVER_ERRORS = 0.0005;
    private static final double SLOW = 0.005;
    private static final double UPDATES = 0.3;
    private static final Pattern RESULT = Pattern.compile("^\\s+got:(.*)$", Pattern.MULTILINE);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    /**
     * What distinguishes a canary from the stable version beside it.
     *
     * @param serverErrors additional share of 5xx
     * @param slow additional share of slow responses
     * @param updates factor of the number of updates
     * @param lostProduct product that gets no updates; empty for none
     */
    private record Fault(double serverErrors, double slow, double updates, String lostProduct) {
        static final Fault NONE = new Fault(0, 0, 1, "");
    }

    /** Requests are those per second that reach the canary; the stable version gets {@code ratio} times as many. */
    @ParameterizedTest
    @CsvSource({"1, 19", "10, 19", "100, 19", "1000, 19", "10, 1"})
    void healthyCanariesPass(int requests, int ratio) throws Exception {
        assertThat(aborted(requests, ratio, Fault.NONE, RUNS)).isLessThanOrEqualTo(RUNS / 100);
    }

    @ParameterizedTest
    @CsvSource({"10, 19", "100, 19", "1000, 19", "10, 1"})
    void canariesWithServerErrorsAreAborted(int requests, int ratio) throws Exception {
        assertThat(RUNS - aborted(requests, ratio, new Fault(0.02, 0, 1, ""), RUNS))
                .isLessThanOrEqualTo(RUNS / 100);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1, 0, 1, ''", "1, 0, 0.1, 1, ''", "1, 0, 0, 0, ''", "10, 0, 0, 1, GMP", "10, 0, 0, 0.7, ''"})
    void obviousFaultsAreSeenWithFewRequests(
            int requests, double serverErrors, double slow, double updates, String lostProduct) throws Exception {
        assertThat(aborted(requests, 19, new Fault(serverErrors, slow, updates, lostProduct), 5))
                .isEqualTo(5);
    }

    @Test
    void aCanaryWithoutRequestsNeverPasses() throws Exception {
        assertThat(aborted(0, 19, Fault.NONE, 1)).isEqualTo(1);
    }

    /** Returns how many of the runs end with an aborted canary. */
    private int aborted(int requests, int ratio, Fault fault, int runs) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED + 31L * requests + ratio);
        List<List<Metric>> metrics = new ArrayList<>();
        ArrayNode series = JSON.createArrayNode();
        ArrayNode evaluations = JSON.createArrayNode();
        for (int run = 0; run < runs; run++) {
            simulate("run" + run, "old", requests * ratio, Fault.NONE, random, series);
            simulate("run" + run, "new", requests, fault, random, series);
            List<Metric> ofRun = AnalysisTemplate.read(TEMPLATE)
                    .metrics(Map.of("namespace", "run" + run, "stable-hash", "old", "canary-hash", "new"));
            metrics.add(ofRun);
            for (Metric metric : ofRun) {
                for (int look = 0; look < metric.count(); look++) {
                    long minute = metric.initialDelay()
                            .plus(metric.interval().multipliedBy(look))
                            .toMinutes();
                    // It fails on purpose, since the result is only printed then.
                    ObjectNode evaluation = evaluations.addObject();
                    evaluation.put("expr", metric.query()).put("eval_time", minute + "m");
                    evaluation
                            .putArray("exp_samples")
                            .addObject()
                            .put("labels", "unexpected")
                            .put("value", 0);
                }
            }
        }
        List<String> results = evaluate(series, evaluations);
        assertThat(results).hasSize(evaluations.size());
        int aborted = 0;
        int next = 0;
        for (List<Metric> ofRun : metrics) {
            boolean good = true;
            for (Metric metric : ofRun) {
                List<String> looks = results.subList(next, next + metric.count());
                next += metric.count();
                good &= new Analysis(List.of(metric), source(looks), _ -> {})
                        .run()
                        .good();
            }
            aborted += good ? 0 : 1;
        }
        return aborted;
    }

    private static MetricSource source(List<String> looks) {
        List<String> left = new ArrayList<>(looks);
        // Prometheus has nothing new to say once the time is over.
        return query -> {
            String result = left.size() > 1 ? left.removeFirst() : left.getFirst();
            return result.equals("nil") ? List.of() : List.of(number(result));
        };
    }

    private static double number(String result) {
        String value = result.substring(result.lastIndexOf(' ') + 1);
        return value.equals("NaN") ? Double.NaN : Double.parseDouble(value.replace("Inf", "Infinity"));
    }

    /** Has Prometheus evaluate queries; returns the results as it prints them, in order. */
    private List<String> evaluate(ArrayNode series, ArrayNode evaluations) throws IOException, InterruptedException {
        ObjectNode test = JSON.createObjectNode().put("interval", "1m");
        test.set("input_series", series);
        test.set("promql_expr_test", evaluations);
        ObjectNode document = JSON.createObjectNode().put("evaluation_interval", "1m");
        document.putArray("tests").add(test);
        Path file = Files.writeString(directory.resolve("simulation.yaml"), JSON.writeValueAsString(document));
        Path output = directory.resolve("output.txt");
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "test", "rules", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException missing) {
            assumeTrue(false, "promtool is not installed");
            throw missing;
        }
        assertThat(promtool.waitFor(10, TimeUnit.MINUTES)).isTrue();
        List<String> results = new ArrayList<>();
        Matcher matcher = RESULT.matcher(Files.readString(output, StandardCharsets.UTF_8));
        while (matcher.find()) {
            results.add(matcher.group(1).strip());
        }
        return results;
    }

    private static void simulate(
            String namespace, String hash, int requests, Fault fault, SplittableRandom random, ArrayNode series) {
        String labels = "namespace=\"" + namespace + "\",rollouts_pod_template_hash=\"" + hash + "\"";
        Counters counters = new Counters(labels, series);
        for (int minute = 0; minute < MINUTES; minute++) {
            long all = poisson(60.0 * requests, random);
            long serverErrors = binomial(all, SERVER_ERRORS + fault.serverErrors, random);
            long clientErrors = binomial(all - serverErrors, CLIENT_ERRORS, random);
            long evaluated = all - serverErrors - clientErrors;
            counters.add("balrog_responses_total", "kind=\"update\",status=\"200\"", evaluated);
            counters.add("balrog_responses_total", "kind=\"json\",status=\"404\"", clientErrors);
            counters.add("balrog_responses_total", "kind=\"update\",status=\"503\"", serverErrors);
            counters.add("balrog_request_seconds_count", "", all);
            counters.add("balrog_request_seconds_bucket", "le=\"0.1\"", all - binomial(all, SLOW + fault.slow, random));
            counters.add("balrog_phase_seconds_count", "phase=\"evaluate_rules\"", evaluated);
            long updates = 0;
            for (Map.Entry<String, Double> product :
                    List.of(Map.entry("Firefox", 0.5), Map.entry("Thunderbird", 0.3), Map.entry("GMP", 0.2))) {
                boolean lost = product.getKey().equals(fault.lostProduct);
                long ofProduct = binomial(evaluated, UPDATES * product.getValue() * fault.updates, random);
                counters.add(
                        "balrog_answers_total",
                        "product=\"" + product.getKey() + "\",channel=\"release\",outcome=\"update\"",
                        lost ? 0 : ofProduct);
                updates += lost ? 0 : ofProduct;
            }
            counters.add("balrog_phase_seconds_count", "phase=\"make_response\"", updates);
        }
        counters.write();
    }

    private static long poisson(double mean, SplittableRandom random) {
        if (mean > 100) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        long events = 0;
        for (double time = random.nextExponential(); time < mean; time += random.nextExponential()) {
            events++;
        }
        return events;
    }

    private static long binomial(long trials, double probability, SplittableRandom random) {
        double variance = trials * probability * (1 - probability);
        if (variance > 100) {
            long successes = Math.round(trials * probability + Math.sqrt(variance) * random.nextGaussian());
            return Math.clamp(successes, 0, trials);
        }
        return Math.min(trials, poisson(trials * probability, random));
    }

    /** Counters as Prometheus would have scraped them once a minute. */
    private static final class Counters {
        private final String labels;
        private final ArrayNode series;
        private final Map<String, StringBuilder> values = new LinkedHashMap<>();
        private final Map<String, Long> last = new HashMap<>();

        Counters(String labels, ArrayNode series) {
            this.labels = labels;
            this.series = series;
        }

        void add(String name, String ownLabels, long increase) {
            String key = name + "{" + labels + (ownLabels.isEmpty() ? "" : "," + ownLabels) + "}";
            long value = last.merge(key, increase, Long::sum);
            values.computeIfAbsent(key, _ -> new StringBuilder("0")).append(' ').append(value);
        }

        void write() {
            values.forEach(
                    (key, written) -> series.addObject().put("series", key).put("values", written.toString()));
        }
    }
}
