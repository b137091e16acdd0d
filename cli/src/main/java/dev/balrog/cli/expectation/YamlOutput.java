// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.expectation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes JSON as a YAML document that {@link YamlFile} reads. */
public final class YamlOutput {
    private static final ObjectWriter YAML = new YAMLMapper(YAMLFactory.builder()
                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                    .disable(YAMLWriteFeature.SPLIT_LINES)
                    .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build())
            .writer();

    private YamlOutput() {}

    /** Returns the document. */
    public static String write(JsonNode document) {
        return YAML.writeValueAsString(document);
    }
}
