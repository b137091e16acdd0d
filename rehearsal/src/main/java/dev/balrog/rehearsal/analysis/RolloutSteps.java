// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What a {@code Rollout} of Argo Rollouts does with a canary, as it stands in its file. */
public final class RolloutSteps {

    /** One of them. */
    public sealed interface Step {}

    /** Gives the canary so many of a hundred requests. */
    public record SetWeight(int percent) implements Step {}

    /** Compares the canary with what is stable; goes on only if it is good. */
    public record Compare() implements Step {}

    /** Waits until a person promotes the canary. */
    public record Pause() implements Step {}

    private RolloutSteps() {}

    /**
     * Reads them.
     *
     * @throws IOException when the file can't be read
     * @throws IllegalArgumentException when it is no such rollout, or has steps that are not known here
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
        // What it says may be an alias of what another step says: there is one template, and all use it.
        if (node.has("analysis")) {
            return new Compare();
        }
        if (node.path("pause").isObject() && node.path("pause").isEmpty()) {
            return new Pause();
        }
        throw new IllegalArgumentException("the step " + node + " is not known here");
    }
}
