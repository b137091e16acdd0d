// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

class ThreeWayMergeTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "{0}, {1} and {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}              | {}              | {}              | {}",
                // One side has changed something, or added it.
                "{'a':1}         | {'a':2}         | {'a':1}         | {'a':2}",
                "{'a':1}         | {'a':1}         | {'a':2}         | {'a':2}",
                "{}              | {'a':1}         | {'b':2}         | {'a':1,'b':2}",
                "{'a':1}         | {'a':2}         | {}              | {'a':2}",
                // Both have added the same.
                "{}              | {'a':1}         | {'a':1}         | {'a':1}",
                // What was removed stays.
                "{'a':1}         | {}              | {'a':1}         | {'a':1}",
                "{'a':1}         | {}              | {}              | {'a':1}",
                "{'a':{'b':1}}   | {}              | {}              | {'a':{'b':1}}",
                // Objects, also where not all have one.
                "{'a':{'b':1}}   | {'a':{'b':2}}   | {'a':{'b':1,'c':3}} | {'a':{'b':2,'c':3}}",
                "{}              | {'a':{'b':2}}   | {'a':{'c':3}}   | {'a':{'b':2,'c':3}}",
                "{}              | {}              | {'a':{'c':{}}}  | {'a':{'c':{}}}",
                // Lists are sets.
                "{'a':[1,2]}     | {'a':[2,3]}     | {'a':[4,1]}     | {'a':[1,2,3,4]}",
                "{}              | {'a':['x','x']} | {'a':['x']}     | {'a':['x']}",
                "{'a':[1]}       | {}              | {'a':[1.0,true,'1']} | {'a':[1,1.0,true,'1']}",
                "{'a':[{'b':1}]} | {'a':[{'b':1}]} | {'a':[{'b':2}]} | {'a':[{'b':1},{'b':2}]}",
                "{'a':[]}        | {'a':[]}        | {}              | {'a':[]}",
                // Null is a value like others.
                "{'a':null}      | {'a':1}         | {'a':null}      | {'a':1}",
                "{'a':1}         | {'a':null}      | {'a':1}         | {'a':null}",
                "{'a':null}      | {'a':null}      | {'a':null}      | {'a':null}",
                "{'a':{'b':1}}   | {'a':{'b':1}}   | {'a':null}      | {'a':null}",
                "{'a':null}      | {'a':{'b':1}}   | {}              | {'a':{'b':1}}",
            })
    void mergesChangesToDifferentThings(String ancestor, String left, String right, String merged)
            throws MergeConflictException {
        assertThat(ThreeWayMerge.merge(object(ancestor), object(left), object(right)))
                .hasToString(merged.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0}, {1} and {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'a':1}         | {'a':2}         | {'a':3}         | a was changed by both",
                // Even in the same way.
                "{'a':1}         | {'a':2}         | {'a':2}         | a was changed by both",
                "{}              | {'a':2}         | {'a':3}         | a was changed by both",
                "{}              | {'a':null}      | {'a':3}         | a was changed by both",
                "{'p':{'q':{'r':'x'}}} | {'p':{'q':{'r':'y'}}} | {'p':{'q':{'r':'z'}}} | p.q.r was changed by both",
                "{'a':1}         | {'a':1}         | {'a':'1'}       | a is of different types: integer, string",
                "{'a':1}         | {'a':1.0}       | {'a':1}         | a is of different types: integer, decimal number",
                "{'a':1}         | {'a':true}      | {'a':1}         | a is of different types: integer, boolean",
                "{'a':{}}        | {'a':[]}        | {}              | a is of different types: object, list",
                "{}              | {'a':{}}        | {'a':'x'}       | a is of different types: object, string",
                "{'a':{'b':1}}   | {'a':{'b':2}}   | {'a':null}      | a was changed by both",
            })
    void refusesChangesToTheSameThing(String ancestor, String left, String right, String problem) {
        assertThatExceptionOfType(MergeConflictException.class)
                .isThrownBy(() -> ThreeWayMerge.merge(object(ancestor), object(left), object(right)))
                .withMessage("cannot merge the changes: " + problem)
                .satisfies(e -> assertThat(problem).startsWith(String.join(".", e.path())));
    }

    @Test
    void doesNotMindHowManyBitsANumberWasReadInto() throws MergeConflictException {
        ObjectNode ints = JsonNodeFactory.instance.objectNode();
        ints.set("a", IntNode.valueOf(1));
        ints.putArray("b").add(IntNode.valueOf(1));
        ObjectNode longs = JsonNodeFactory.instance.objectNode();
        longs.set("a", LongNode.valueOf(1));
        longs.putArray("b").add(LongNode.valueOf(1));

        assertThat(ThreeWayMerge.merge(ints, longs, longs)).hasToString("{\"a\":1,\"b\":[1]}");
    }

    @Test
    void takesTheOtherSideWhereOneHasChangedNothing() {
        Property.forAll(1000, random -> {
            RandomJson json = new RandomJson(new Choice(random));
            ObjectNode ancestor = json.object(4);
            ObjectNode changed = json.object(4);
            Optional<ObjectNode> merged = merge(ancestor, ancestor, changed);

            assertThat(merge(ancestor, changed, ancestor)).isEqualTo(merged);
            merged.ifPresent(result -> assertKeepsAllOf(result, changed));
            assertThat(merge(ancestor, ancestor, ancestor)).isPresent();
        });
    }

    @Test
    void doesNotMindWhichSideIsWhich() {
        Property.forAll(1000, random -> {
            RandomJson json = new RandomJson(new Choice(random));
            ObjectNode ancestor = json.object(3);
            ObjectNode left = withoutLists(json.object(3));
            ObjectNode right = withoutLists(json.object(3));

            assertThat(merge(ancestor, left, right)).isEqualTo(merge(ancestor, right, left));
        });
    }

    @Test
    void mergesWhatIsDisjoint() {
        Property.forAll(500, random -> {
            RandomJson json = new RandomJson(new Choice(random));
            ObjectNode ancestor = json.object(3, "a", "b");
            ObjectNode left = ancestor.deepCopy();
            left.setAll(json.object(3, "l", "m"));
            ObjectNode right = ancestor.deepCopy();
            right.setAll(json.object(3, "r", "s"));
            ObjectNode ancestorBefore = ancestor.deepCopy();

            Optional<ObjectNode> merged = merge(ancestor, left, right);
            assertThat(merged).isPresent();
            assertThat(merged).isEqualTo(merge(ancestor, right, left));
            assertKeepsAllOf(merged.orElseThrow(), left);
            assertKeepsAllOf(merged.orElseThrow(), right);
            assertThat(ancestor).isEqualTo(ancestorBefore);
        });
    }

    private static void assertKeepsAllOf(ObjectNode merged, ObjectNode side) {
        side.forEachEntry((key, value) -> {
            assertThat(merged.has(key)).isTrue();
            if (value instanceof ObjectNode object && merged.get(key) instanceof ObjectNode mergedObject) {
                assertKeepsAllOf(mergedObject, object);
            } else if (value.isArray()) {
                assertThat(merged.get(key)).containsAll(value);
            } else {
                assertThat(merged.get(key)).isEqualTo(value);
            }
        });
    }

    private static ObjectNode withoutLists(ObjectNode object) {
        for (String key : List.copyOf(object.propertyNames())) {
            if (object.get(key).isArray()) {
                object.remove(key);
            } else if (object.get(key) instanceof ObjectNode child) {
                withoutLists(child);
            }
        }
        return object;
    }

    private static Optional<ObjectNode> merge(ObjectNode ancestor, ObjectNode left, ObjectNode right) {
        try {
            return Optional.of(ThreeWayMerge.merge(ancestor, left, right));
        } catch (MergeConflictException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
