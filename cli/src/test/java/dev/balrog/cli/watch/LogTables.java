// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The log tables in an embedded database, made from their schemas. Queries are written for BigQuery; what differs here:
 * parameters ({@code @since}) are replaced by their values, and {@code SAFE_OFFSET} and {@code TIMESTAMP_SUB} are macros.
 */
final class LogTables implements AutoCloseable {
    private final Path directory;
    private final Connection connection;

    /** A directory for files that are loaded. */
    LogTables(Path directory) throws SQLException, IOException {
        this.directory = directory;
        this.connection = DriverManager.getConnection("jdbc:duckdb:");
        execute("CREATE SCHEMA logs");
        // Arrays begin at 1 here.
        execute("CREATE MACRO SAFE_OFFSET(n) AS n + 1");
        execute("CREATE MACRO TIMESTAMP_SUB(t, i) AS t - i");
        for (Path file : WatchFiles.files(WatchFiles.LOGS, ".schema.json")) {
            String columns = columns(WatchFiles.json(file)).entrySet().stream()
                    .map(column -> column.getKey() + " " + column.getValue())
                    .collect(Collectors.joining(", "));
            execute("CREATE TABLE logs." + table(file) + " (" + columns + ")");
        }
    }

    private static String table(Path schema) {
        return schema.getFileName().toString().replace(".schema.json", "");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Columns and their types, as this database calls them. */
    private static Map<String, String> columns(JsonNode schema) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (JsonNode field : schema) {
            columns.put('"' + field.get("name").asString() + '"', type(field));
        }
        return columns;
    }

    private static String type(JsonNode field) {
        String type = switch (field.get("type").asString()) {
            case "STRING" -> "VARCHAR";
            case "TIMESTAMP" -> "TIMESTAMP";
            case "INTEGER" -> "BIGINT";
            case "FLOAT" -> "DOUBLE";
            case "BOOLEAN" -> "BOOLEAN";
            case "RECORD" ->
                columns(field.get("fields")).entrySet().stream()
                        .map(column -> column.getKey() + " " + column.getValue())
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
            default -> throw new AssertionError("no type of BigQuery: " + field);
        };
        return field.get("mode").asString().equals("REPEATED") ? type + "[]" : type;
    }

    /** Loads entries; each must have nothing that the table's schema does not know. */
    void load(String table, List<ObjectNode> entries) throws IOException, SQLException {
        JsonNode schema = WatchFiles.json(WatchFiles.LOGS.resolve(table + ".schema.json"));
        entries.forEach(entry -> check(table, entry, schema));
        Path file = Files.createTempFile(directory, table, ".json");
        Files.write(file, entries.stream().map(ObjectNode::toString).toList());
        String columns = columns(schema).entrySet().stream()
                .map(column -> column.getKey() + ": '" + column.getValue() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        execute("INSERT INTO logs." + table + " SELECT * FROM read_json('" + file
                + "', format = 'newline_delimited', columns = " + columns + ")");
    }

    private static void check(String where, JsonNode record, JsonNode schema) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        schema.forEach(field -> fields.put(field.get("name").asString(), field));
        record.properties().forEach(member -> {
            String name = where + "." + member.getKey();
            assertThat(fields).as("%s is in the schema", name).containsKey(member.getKey());
            JsonNode field = Objects.requireNonNull(fields.get(member.getKey()));
            JsonNode value = member.getValue();
            if (field.get("type").asString().equals("RECORD")) {
                check(name, value, field.get("fields"));
            } else if (!value.isNull() && !field.get("mode").asString().equals("REPEATED")) {
                boolean number =
                        List.of("INTEGER", "FLOAT").contains(field.get("type").asString());
                assertThat(value.isNumber())
                        .as("%s is a number: %s", name, value)
                        .isEqualTo(number);
            }
        });
    }

    /** Runs one of the runbook's queries with these parameters, given as SQL. */
    List<Map<String, String>> query(String name, Map<String, String> parameters) throws IOException, SQLException {
        String sql = Files.readString(WatchFiles.LOGS.resolve("queries/" + name + ".sql"));
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            sql = sql.replace("@" + parameter.getKey(), parameter.getValue());
        }
        List<Map<String, String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.put(found.getMetaData().getColumnLabel(i), String.valueOf(found.getObject(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
