// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Value that a change replaces with another one.
 *
 * @param path path of the value, members joined by dots
 * @param before the current value; a missing node for none
 * @param after the new value; a missing node for none
 */
record Difference(String path, JsonNode before, JsonNode after) {

    /** Returns the differences when the whole document is replaced. */
    static List<Difference> replacing(JsonNode before, JsonNode after) {
        List<Difference> found = new ArrayList<>();
        collect("", before, after, true, found);
        return found;
    }

    /** Returns the differences when only the members of the second document are set. */
    static List<Difference> setting(JsonNode before, JsonNode members) {
        List<Difference> found = new ArrayList<>();
        collect("", before, members, false, found);
        return found;
    }

    private static void collect(String path, JsonNode before, JsonNode after, boolean whole, List<Difference> found) {
        if (!before.isObject() && !after.isObject()) {
            if (!same(before, after) && !(isNothing(before) && isNothing(after))) {
                found.add(new Difference(path, before, after));
            }
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        if (whole || !after.isObject()) {
            names.addAll(before.propertyNames());
        }
        names.addAll(after.propertyNames());
        for (String name : names) {
            collect(
                    path.isEmpty() ? name : path + "." + name,
                    member(before, name),
                    member(after, name),
                    whole || !after.isObject(),
                    found);
        }
    }

    private static JsonNode member(JsonNode node, String name) {
        return node.isObject() ? node.path(name) : MissingNode.getInstance();
    }

    /** Returns whether two values are equal. Numbers are compared by value, not by parsed type. */
    private static boolean same(JsonNode a, JsonNode b) {
        return (a.isNumber() && b.isNumber()) ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
