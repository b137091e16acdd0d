// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DeepMergeTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                | {}                | {}",
                "{'a':1}           | {}                | {'a':1}",
                "{'a':1}           | {'a':2,'b':3}     | {'a':2,'b':3}",
                "{'a':{'b':1}}     | {'a':{'c':2}}     | {'a':{'b':1,'c':2}}",
                "{'a':{'b':{'c':1}}} | {'a':{'b':{'c':{}}}} | {'a':{'b':{'c':{}}}}",
                // Only objects are merged.
                "{'a':[1,2]}       | {'a':[3]}         | {'a':[3]}",
                "{'a':{'b':1}}     | {'a':[3]}         | {'a':[3]}",
                "{'a':{'b':1}}     | {'a':null}        | {'a':null}",
                "{'a':null}        | {'a':{'b':1}}     | {'a':{'b':1}}",
                "{'a':{'b':1}}     | {'a':{}}          | {'a':{'b':1}}",
            })
    void mergesObjectsAndReplacesAnythingElse(String base, String changes, String merged) {
        assertThat(DeepMerge.merge(object(base), object(changes))).hasToString(merged.replace('\'', '"'));
    }

    @Test
    void changesNeitherOfThemAndSharesNothing() {
        Property.forAll(500, random -> {
            RandomJson json = new RandomJson(new Choice(random));
            ObjectNode base = json.object(4);
            ObjectNode changes = json.object(4);
            ObjectNode baseBefore = base.deepCopy();
            ObjectNode changesBefore = changes.deepCopy();

            ObjectNode merged = DeepMerge.merge(base, changes);
            ObjectNode mergedBefore = merged.deepCopy();
            scribble(merged);
            assertThat(base).isEqualTo(baseBefore);
            assertThat(changes).isEqualTo(changesBefore);
            assertThat(DeepMerge.merge(base, changes)).isEqualTo(mergedBefore);
        });
    }

    @Test
    void hasNoEffectTheSecondTime() {
        Property.forAll(500, random -> {
            RandomJson json = new RandomJson(new Choice(random));
            ObjectNode base = json.object(4);
            ObjectNode changes = json.object(4);
            ObjectNode merged = DeepMerge.merge(base, changes);

            assertThat(DeepMerge.merge(merged, changes)).isEqualTo(merged);
            assertThat(DeepMerge.merge(base, base)).isEqualTo(base);
            assertThat(merged.propertyNames()).containsAll(base.propertyNames());
        });
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    private static void scribble(JsonNode node) {
        node.forEach(DeepMergeTest::scribble);
        if (node instanceof ObjectNode object) {
            object.put("scribble", true);
        }
    }
}
