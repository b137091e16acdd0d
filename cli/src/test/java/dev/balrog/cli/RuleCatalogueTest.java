// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.rule.RuleField;
import dev.balrog.core.rule.ColumnKind;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.RuleColumn;
import dev.balrog.core.rule.RuleSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The catalogue of rule columns agrees with the API, whose document the console takes its fields from, the client and
 * the docs.
 */
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
        return RuleColumn.all().stream().map(RuleColumn::column).collect(Collectors.toSet());
    }

    @Test
    void describesTheApi() throws IOException {
        JsonNode fields = schema("RuleFields").path("properties");
        for (RuleColumn column : RuleColumn.all()) {
            // The update type has values in place of a length, in a schema of its own.
            if (column != RuleSetting.UPDATE_TYPE) {
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
                assertThat(field.path("x-list").asBoolean(false))
                        .as(column.column())
                        .isEqualTo(column.kind() == ColumnKind.LIST);
                // The console shows it.
                assertThat(field.path("title").asString()).as(column.column()).isNotBlank();
            }
        }
        assertThat(fields.propertyNames()).hasSize(RuleColumn.all().size() - 1);
        assertThat(schema("NewRule").path("required").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(RuleColumn.all().stream()
                        .filter(RuleColumn::isRequired)
                        .map(RuleColumn::column)
                        .toList());
        assertThat(schema("StoredRule").path("required").valueStream().map(JsonNode::asString))
                .containsAll(names());
    }

    @Test
    void describesTheClient() {
        assertThat(Arrays.stream(RuleField.values()).collect(Collectors.toMap(RuleField::apiName, RuleField::type)))
                .isEqualTo(RuleColumn.all().stream()
                        .collect(Collectors.toMap(RuleColumn::column, column -> switch (column.kind()) {
                            case TEXT, LIST -> RuleField.Type.TEXT;
                            case INTEGER -> RuleField.Type.NUMBER;
                            case BOOLEAN -> RuleField.Type.TRUTH;
                        })));
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
