// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * <a href="https://en.wikipedia.org/wiki/Merge_(version_control)#Three-way_merge">Three-way
 * merge</a> of two concurrent changes of the same release.
 *
 * <p>Objects are merged key by key. Lists are merged as sets: the result is the union of all three,
 * in order of first occurrence. Any other value may differ from the common ancestor on one side
 * only. Nothing is ever removed: a value that one side has removed stays.
 */
public final class ThreeWayMerge {
    private ThreeWayMerge() {}

    /**
     * Merges two changes. The arguments are not modified, and the result shares no nodes with them.
     *
     * @param ancestor the common ancestor of both sides
     * @throws MergeConflictException when both sides have changed the same value, even in the same
     *     way, or when the values are of different types
     */
    public static ObjectNode merge(ObjectNode ancestor, ObjectNode left, ObjectNode right)
            throws MergeConflictException {
        return mergeObjects(List.of(), ancestor, left, right);
    }

    private static ObjectNode mergeObjects(List<String> path, ObjectNode ancestor, ObjectNode left, ObjectNode right)
            throws MergeConflictException {
        Set<String> keys = new LinkedHashSet<>(ancestor.propertyNames());
        keys.addAll(left.propertyNames());
        keys.addAll(right.propertyNames());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (String key : keys) {
            List<String> here = Stream.concat(path.stream(), Stream.of(key)).toList();
            result.set(key, mergeValues(here, ancestor.get(key), left.get(key), right.get(key)));
        }
        return result;
    }

    private static JsonNode mergeValues(
            List<String> path, @Nullable JsonNode ancestor, @Nullable JsonNode left, @Nullable JsonNode right)
            throws MergeConflictException {
        List<JsonNode> present =
                Stream.of(ancestor, left, right).flatMap(Stream::ofNullable).toList();
        List<String> types = present.stream()
                .filter(value -> !value.isNull())
                .map(ThreeWayMerge::type)
                .distinct()
                .toList();
        if (types.size() > 1) {
            throw new MergeConflictException(path, "is of different types: " + String.join(", ", types));
        }
        // If one of them is null, objects and lists are atomic values, set or removed as a whole.
        if (present.stream().allMatch(ObjectNode.class::isInstance)) {
            return mergeObjects(path, object(ancestor), object(left), object(right));
        }
        if (present.stream().allMatch(ArrayNode.class::isInstance)) {
            return union(present);
        }
        if (left != null && !same(ancestor, left)) {
            boolean rightChanged = right != null && !same(ancestor, right);
            if (rightChanged && (ancestor != null || !same(left, right))) {
                throw new MergeConflictException(path, "was changed by both");
            }
            return left.deepCopy();
        }
        if (right != null && !same(ancestor, right)) {
            return right.deepCopy();
        }
        // Neither side has changed it, so the ancestor has it.
        return present.getFirst().deepCopy();
    }

    private static ObjectNode object(@Nullable JsonNode value) {
        return value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private static ArrayNode union(List<JsonNode> lists) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (JsonNode list : lists) {
            for (JsonNode item : list) {
                if (result.valueStream().noneMatch(known -> same(known, item))) {
                    result.add(item.deepCopy());
                }
            }
        }
        return result;
    }

    private static String type(JsonNode value) {
        if (value.isNumber()) {
            return value.isIntegralNumber() ? "integer" : "decimal number";
        }
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "list";
            case BOOLEAN -> "boolean";
            default -> "string";
        };
    }

    /**
     * Returns whether two values are equal, whatever the width of their number types; false where
     * one is absent.
     */
    private static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
        return a != null && b != null && a.equals(ThreeWayMerge::compareScalars, b);
    }

    private static int compareScalars(JsonNode a, JsonNode b) {
        if (a.isIntegralNumber() && b.isIntegralNumber()) {
            return a.bigIntegerValue().compareTo(b.bigIntegerValue());
        }
        if (a.isFloatingPointNumber() && b.isFloatingPointNumber()) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        return a.equals(b) ? 0 : 1;
    }
}
