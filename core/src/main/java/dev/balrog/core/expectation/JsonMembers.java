// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import dev.balrog.core.JsonPointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Members of a JSON object, all of which are known.
 *
 * @param pointer location of the object, as a JSON Pointer
 */
record JsonMembers(String pointer, JsonNode json) {

    /** Element of an array. */
    record Element(String pointer, JsonNode value) {}

    static JsonMembers of(String pointer, JsonNode json, Set<String> known) throws InvalidExpectationException {
        if (!json.isObject()) {
            throw new InvalidExpectationException(pointer, "an object is expected here");
        }
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (!known.contains(member.getKey())) {
                throw new InvalidExpectationException(
                        JsonPointers.child(pointer, member.getKey()),
                        "'" + member.getKey() + "' is unknown here; expected any of "
                                + String.join(", ", new TreeSet<>(known)));
            }
        }
        return new JsonMembers(pointer, json);
    }

    boolean has(String member) {
        return json.has(member);
    }

    InvalidExpectationException invalid(String member, String message) {
        return new InvalidExpectationException(has(member) ? JsonPointers.child(pointer, member) : pointer, message);
    }

    private JsonNode require(String member) throws InvalidExpectationException {
        JsonNode value = json.get(member);
        if (value == null) {
            throw new InvalidExpectationException(pointer, member + " is missing");
        }
        return value;
    }

    JsonMembers object(String member, Set<String> known) throws InvalidExpectationException {
        return of(JsonPointers.child(pointer, member), require(member), known);
    }

    /** Returns the elements of an array. */
    List<Element> array(String member, int most) throws InvalidExpectationException {
        JsonNode array = require(member);
        if (!array.isArray() || array.size() > most) {
            throw invalid(member, member + " is not a list of at most " + most + " entries");
        }
        return elements(JsonPointers.child(pointer, member), array);
    }

    static List<Element> elements(String pointer, JsonNode array) {
        List<Element> elements = new ArrayList<>();
        int index = 0;
        for (JsonNode value : array) {
            elements.add(new Element(pointer + '/' + index++, value));
        }
        return elements;
    }

    String text(String member) throws InvalidExpectationException {
        return text(JsonPointers.child(pointer, member), require(member));
    }

    /** Returns a string; integers count as their digits, so that build ids need no quotes. */
    static String text(String pointer, JsonNode value) throws InvalidExpectationException {
        if (!value.isString() && !value.isIntegralNumber()) {
            throw new InvalidExpectationException(pointer, "a string is expected here; put it into quotes");
        }
        return value.asString();
    }

    int integer(String member, int least, int most) throws InvalidExpectationException {
        JsonNode value = require(member);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw invalid(member, member + " is not an integer from " + least + " to " + most);
        }
        return value.intValue();
    }
}
