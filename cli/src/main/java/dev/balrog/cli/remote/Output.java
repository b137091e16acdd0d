// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.OutputOptions.Format;
import dev.balrog.cli.run.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints results as tables for users, or as JSON for programs. */
final class Output {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_CELL = 60;

    private final PrintWriter out;
    private final Format format;

    Output(PrintWriter out, Format format) {
        this.out = out;
        this.format = format;
    }

    /** Returns whether the output is JSON. */
    boolean isForPrograms() {
        return format == Format.JSON;
    }

    /** Prints objects: whole objects as JSON, or the named columns as a table. */
    void list(List<? extends JsonNode> objects, String... columns) {
        if (isForPrograms()) {
            json(JSON.createArrayNode().addAll(objects));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(columns).stream()
                .map(column -> column.toUpperCase(Locale.ROOT))
                .toList());
        for (JsonNode object : objects) {
            rows.add(List.of(columns).stream()
                    .map(column -> cell(object.path(column)))
                    .toList());
        }
        table(rows);
    }

    /** Prints one object: as JSON, or its members that have a value as a table. */
    void object(JsonNode object) {
        if (isForPrograms()) {
            json(object);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!text(member.getValue()).isEmpty()) {
                rows.add(List.of(member.getKey(), text(member.getValue())));
            }
        }
        table(rows);
    }

    /** Prints a document as JSON, whatever the output format. */
    void json(JsonNode document) {
        out.println(document.toPrettyString());
        out.flush();
    }

    /** Prints a sentence for users, or an object as JSON. */
    void done(String sentence, JsonNode result) {
        if (isForPrograms()) {
            json(result);
        } else {
            line(sentence);
        }
    }

    /** Prints a line for users. */
    void line(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints rows with aligned columns. */
    void table(List<List<String>> rows) {
        Table.print(rows, out);
    }

    /** Returns a value as a table cell: on one line, truncated to 60 characters. */
    static String cell(JsonNode value) {
        String text = text(value).replaceAll("\\s+", " ");
        return text.length() <= LONGEST_CELL ? text : text.substring(0, LONGEST_CELL - 1) + "…";
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull() || (value.isContainer() && value.isEmpty())) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
