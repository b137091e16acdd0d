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
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Expectations of several files.
 *
 * @param expectations the expectations, in the order of the files
 * @param json their JSON forms, in the same order
 */
public record ExpectationFiles(List<Expectation> expectations, List<JsonNode> json) {
    private static final ObjectWriter YAML = new YAMLMapper(YAMLFactory.builder()
                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                    .disable(YAMLWriteFeature.SPLIT_LINES)
                    .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build())
            .writer();

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
            List<Expectation> ofFile = read(yaml);
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

    private static List<Expectation> read(YamlFile yaml) {
        try {
            return ExpectationReader.readAll(yaml.root());
        } catch (InvalidExpectationException invalid) {
            throw yaml.invalid(invalid.pointer(), String.valueOf(invalid.getMessage()));
        }
    }

    /** Returns a file with expectations in their JSON form. */
    public static String write(ArrayNode expectations) {
        return YAML.writeValueAsString(JsonNodeFactory.instance.objectNode().set("expectations", expectations));
    }
}
