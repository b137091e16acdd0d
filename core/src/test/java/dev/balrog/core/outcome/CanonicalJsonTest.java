// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CanonicalJsonTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"b": 1, "a": [ ], "c": {}}    | {"a":[],"b":1,"c":{}}
            {"": 1, "é": 2, "Z": 3, "a": 4} | {"":1,"Z":3,"a":4,"é":2}
            [true, false, null]            | [true,false,null]
            "a\\u0007\\/\\t\\"\\u20ac"       | "a\\u0007/\\t\\"€"
            "\\ud83d\\ude00 \\ud83d x"       | "😀 \\ud83d x"
            1.0                            | 1
            100                            | 1e2
            -0.0                           | 0
            12.50                          | 125e-1
            0.1                            | 1e-1
            1e400                          | 1e400
            9007199254740993               | 9007199254740993
            """)
    void writesOneForm(String json, String canonical) {
        assertThat(new String(CanonicalJson.bytes(EXACT.readTree(json)), UTF_8)).isEqualTo(canonical);
    }

    @Test
    void sameForEverySpelling() {
        Property.forAll(2000, random -> {
            JsonNode value = value(new Choice(random), 4);
            JsonNode other = EXACT.readTree(respelled(value, new Choice(random)));
            assertThat(CanonicalJson.sha256(other)).isEqualTo(CanonicalJson.sha256(value));
        });
    }

    /** The canonical form can be read again, so no two different values share one. */
    @Test
    void losesNothing() {
        Property.forAll(2000, random -> {
            JsonNode value = value(new Choice(random), 4);
            byte[] bytes = CanonicalJson.bytes(value);
            assertThat(normalized(EXACT.readTree(bytes))).isEqualTo(normalized(value));
        });
    }

    private static JsonNode value(Choice choice, int depth) {
        if (depth > 0 && choice.percent(60)) {
            if (choice.percent(70)) {
                ObjectNode object = NODES.objectNode();
                for (int i = choice.below(5); i > 0; i--) {
                    object.set(choice.of("a", "b", "ab", "é", "\ud83d\ude00", "\uffff", ""), value(choice, depth - 1));
                }
                return object;
            }
            ArrayNode array = NODES.arrayNode();
            for (int i = choice.below(4); i > 0; i--) {
                array.add(value(choice, depth - 1));
            }
            return array;
        }
        return choice.of(List.of(
                NODES.nullNode(),
                NODES.booleanNode(true),
                NODES.numberNode(choice.below(1000)),
                NODES.numberNode(9_007_199_254_740_993L),
                NODES.numberNode(new BigDecimal("1.500")),
                NODES.numberNode(new BigDecimal("-3e-20")),
                NODES.stringNode("a\"\\\n\u0001\u2028\ud83d\ude00"),
                NODES.stringNode("1")));
    }

    /** The same value with other whitespace, other order of keys and other spelling of numbers and strings. */
    private static String respelled(JsonNode value, Choice choice) {
        String space = choice.of("", " ", "\n\t");
        if (value.isObject()) {
            List<String> members = new ArrayList<>();
            value.forEachEntry(
                    (key, member) -> members.add(escaped(key) + space + ":" + space + respelled(member, choice)));
            Collections.shuffle(members, new Random(choice.below(1000)));
            return "{" + space + String.join("," + space, members) + "}";
        }
        if (value.isArray()) {
            List<String> elements = new ArrayList<>();
            value.forEach(element -> elements.add(respelled(element, choice)));
            return "[" + space + String.join(space + ",", elements) + "]";
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            return choice.of(
                    number.toPlainString(),
                    number.setScale(number.scale() + 2).toString(),
                    number.unscaledValue() + "E" + -number.scale());
        }
        return value.isString() ? escaped(value.stringValue()) : value.toString();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder("\"");
        text.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        return escaped.append('"').toString();
    }

    private static Object normalized(JsonNode value) {
        if (value.isObject()) {
            return value.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, e -> normalized(e.getValue())));
        }
        if (value.isArray()) {
            return value.valueStream().map(CanonicalJsonTest::normalized).toList();
        }
        return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
    }
}
