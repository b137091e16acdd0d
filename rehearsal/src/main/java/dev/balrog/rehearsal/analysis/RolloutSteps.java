// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Canary steps of a {@code Rollout} of Argo Rollouts, read from its manifest. */
public final class RolloutSteps {

    /** Step of a rollout. */
    public sealed interface Step {}

    /** Step that routes this percentage of requests to the canary. */
    public record SetWeight(int percent) implements Step {}

    /**
     * Step that compares the canary with the stable version and continues only if the analysis
     * succeeds.
     */
    public record Compare() implements Step {}

    /** Step that waits until a user promotes the canary. */
    public record Pause() implements Step {}

    private RolloutSteps() {}

    /**
     * Reads the steps.
     *
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if it is no such rollout, or has unsupported steps
     */
    public static List<Step> read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    static List<Step> parse(String yaml) {
        JsonNode document;
        try {
            document = new YAMLMapper().readTree(yaml);
        } catch (JacksonException noYaml) {
            throw new IllegalArgumentException("no YAML: " + noYaml.getOriginalMessage(), noYaml);
        }
        List<Step> steps = document.at("/spec/strategy/canary/steps")
                .valueStream()
                .map(RolloutSteps::step)
                .toList();
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("no Rollout with the steps of a canary");
        }
        return steps;
    }

    private static Step step(JsonNode node) {
        if (node.path("setWeight").isInt()) {
            return new SetWeight(node.path("setWeight").asInt());
        }
        // The value may be a YAML alias of another step's; it is ignored, since all use the same
        // template.
        if (node.has("analysis")) {
            return new Compare();
        }
        if (node.path("pause").isObject() && node.path("pause").isEmpty()) {
            return new Pause();
        }
        throw new IllegalArgumentException("the step " + node + " is not known here");
    }
}
