// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.expectation;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.core.expectation.Expectation;
import dev.balrog.core.expectation.ExpectationReader;
import dev.balrog.core.expectation.InvalidExpectationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Expectations of several files.
 *
 * @param expectations the expectations, in the order of the files
 * @param json their JSON forms, in the same order
 */
public record ExpectationFiles(List<Expectation> expectations, List<JsonNode> json) {
    public ExpectationFiles {
        expectations = List.copyOf(expectations);
        json = List.copyOf(json);
    }

    /**
     * Reads files in YAML, which JSON is a part of.
     *
     * @throws InvalidOptionException if one can't be read; the message has its line
     */
    public static ExpectationFiles read(List<Path> files) {
        List<Expectation> expectations = new ArrayList<>();
        List<JsonNode> json = new ArrayList<>();
        Map<String, Path> origins = new HashMap<>();
        for (Path file : files) {
            YamlFile yaml = YamlFile.read(file);
            List<Expectation> ofFile = read(yaml, yaml.root());
            for (int i = 0; i < ofFile.size(); i++) {
                String name = ofFile.get(i).name();
                Path origin = origins.putIfAbsent(name, file);
                if (origin != null) {
                    throw yaml.invalid(
                            "/expectations/" + i + "/name", origin + " has an expectation " + name + ", too");
                }
            }
            expectations.addAll(ofFile);
            yaml.root().path("expectations").forEach(json::add);
        }
        return new ExpectationFiles(expectations, json);
    }

    /**
     * Reads the expectations of a file.
     *
     * @param root an object with the member {@code expectations} of the file
     * @throws InvalidOptionException if they are invalid; the message has the line
     */
    public static List<Expectation> read(YamlFile yaml, JsonNode root) {
        try {
            return ExpectationReader.readAll(root);
        } catch (InvalidExpectationException invalid) {
            throw yaml.invalid(invalid.pointer(), String.valueOf(invalid.getMessage()));
        }
    }

    /** Returns a file with expectations in their JSON form. */
    public static String write(ArrayNode expectations) {
        return YamlOutput.write(JsonNodeFactory.instance.objectNode().set("expectations", expectations));
    }
}
