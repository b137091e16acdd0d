// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.rule.RuleField;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.RuleColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The catalogue of rule columns agrees with the API, the client, the console and the docs. */
class RuleCatalogueTest {
    private static final Path REPOSITORY = Path.of("..");

    private static JsonNode schema(String name) throws IOException {
        return new YAMLMapper()
                .readTree(Files.readString(
                        REPOSITORY.resolve("admin/src/main/resources/dev/balrog/admin/contract/openapi.yaml")))
                .path("components")
                .path("schemas")
                .path(name);
    }

    private static Set<String> names() {
        return Arrays.stream(RuleColumn.values()).map(RuleColumn::column).collect(Collectors.toSet());
    }

    @Test
    void describesTheApi() throws IOException {
        JsonNode fields = schema("RuleFields").path("properties");
        for (RuleColumn column : RuleColumn.values()) {
            // The update type has values in place of a length, in a schema of its own.
            if (column != RuleColumn.UPDATE_TYPE) {
                JsonNode field = fields.path(column.column());
                assertThat(field.path("type").valueStream().map(JsonNode::asString))
                        .as(column.column())
                        .contains(
                                switch (column.kind()) {
                                    case TEXT, LIST -> "string";
                                    case INTEGER -> "integer";
                                    case BOOLEAN -> "boolean";
                                });
                assertThat(field.path("maxLength").asInt(0)).as(column.column()).isEqualTo(column.maxLength());
            }
        }
        assertThat(fields.propertyNames()).hasSize(RuleColumn.values().length - 1);
        assertThat(schema("NewRule").path("required").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RuleColumn.values())
                        .filter(RuleColumn::isRequired)
                        .map(RuleColumn::column)
                        .toList());
        assertThat(schema("StoredRule").path("required").valueStream().map(JsonNode::asString))
                .containsAll(names());
    }

    @Test
    void describesTheClient() {
        assertThat(Arrays.stream(RuleField.values()).collect(Collectors.toMap(RuleField::apiName, RuleField::type)))
                .isEqualTo(Arrays.stream(RuleColumn.values())
                        .collect(Collectors.toMap(RuleColumn::column, column -> switch (column.kind()) {
                            case TEXT, LIST -> RuleField.Type.TEXT;
                            case INTEGER -> RuleField.Type.NUMBER;
                            case BOOLEAN -> RuleField.Type.TRUTH;
                        })));
    }

    /** Compares names and limits with the source of the console. */
    @Test
    void describesTheConsole() throws IOException {
        String source = Files.readString(REPOSITORY.resolve("ui/src/domain/ruleFields.ts"));
        Map<String, Integer> limits = new LinkedHashMap<>();
        Matcher text =
                Pattern.compile("\\btext\\(\\s*'(\\w+)',\\s*'[^']+',\\s*(\\d+)").matcher(source);
        while (text.find()) {
            limits.put(text.group(1), Integer.valueOf(text.group(2)));
        }
        for (RuleColumn column : RuleColumn.values()) {
            if (column.kind().isText() && column != RuleColumn.UPDATE_TYPE) {
                assertThat(limits).as("ruleFields.ts").containsEntry(column.column(), column.maxLength());
            } else {
                assertThat(source).contains("name: '" + column.column() + "'");
            }
        }
        String form = Files.readString(REPOSITORY.resolve("ui/src/domain/ruleForm.ts"));
        Matcher lists = Pattern.compile("LISTS: ReadonlySet<RuleField> = new Set\\(\\[([^\\]]*)\\]")
                .matcher(form);
        assertThat(lists.find()).isTrue();
        assertThat(lists.group(1).replace("'", "").split(", *"))
                .containsExactlyInAnyOrder(Arrays.stream(RuleColumn.values())
                        .filter(column -> column.kind() == RuleColumn.Kind.LIST)
                        .map(RuleColumn::column)
                        .toArray(String[]::new));
    }

    @Test
    void describesTheDocs() throws IOException {
        Set<String> documented = new HashSet<>();
        Files.readString(REPOSITORY.resolve("docs/rules.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| condition | form |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .forEach(line -> documented.addAll(Arrays.asList(
                        line.substring(1, line.indexOf('|', 1)).strip().split(", ", -1))));
        assertThat(documented)
                .isEqualTo(
                        Arrays.stream(Condition.values()).map(Condition::column).collect(Collectors.toSet()));
    }
}
