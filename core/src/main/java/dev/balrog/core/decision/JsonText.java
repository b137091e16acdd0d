// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter.NopIndenter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON serialization, byte for byte as by Mozilla's Balrog: a space after colons and commas, ASCII
 * only.
 */
public final class JsonText {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writer()
            .with(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Spacing.AFTER)
                            .withObjectEntrySpacing(Spacing.AFTER)
                            .withArrayElementSpacing(Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(NopIndenter.instance())
                    .withArrayIndenter(NopIndenter.instance()));

    private static final ObjectWriter PRETTY = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    private JsonText() {}

    /** Returns indented JSON for display. */
    public static String pretty(Object value) {
        return PRETTY.writeValueAsString(value);
    }

    /** Returns JSON for clients. */
    public static String of(Object value) {
        return WRITER.writeValueAsString(value);
    }
}
