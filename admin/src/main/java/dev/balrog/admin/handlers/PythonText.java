// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Formats of values as Python writes them, for compatibility of the API with Mozilla's Balrog. */
final class PythonText {
    private PythonText() {}

    /**
     * Creates a JSON writer that formats like Python's {@code json.dumps}: indented, sorted, and in
     * ASCII.
     *
     * @param indent number of spaces per level
     */
    static JsonMapper indented(int indent) {
        DefaultIndenter lines = new DefaultIndenter(" ".repeat(indent), "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        return JsonMapper.builder(JsonFactory.builder()
                        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                        .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                        .build())
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .defaultPrettyPrinter(new DefaultPrettyPrinter()
                        .withSeparators(separators)
                        .withObjectIndenter(lines)
                        .withArrayIndenter(lines))
                .build();
    }

    /** Returns the Python representation of a tuple with one string. */
    static String tuple(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder tuple = new StringBuilder("(").append(quote);
        text.chars().forEach(c -> {
            if (c == quote || c == '\\') {
                tuple.append('\\');
            }
            tuple.append((char) c);
        });
        return tuple.append(quote).append(",)").toString();
    }
}
