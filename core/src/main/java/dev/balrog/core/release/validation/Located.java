// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.JsonPointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Value in a release, with its location.
 *
 * @param parent object or array that contains the value; null for the release itself
 * @param key name or index in the parent
 */
record Located(@Nullable Located parent, String key, JsonNode value) {
    /** Returns the location of a whole document. */
    static Located root(JsonNode document) {
        return new Located(null, "", document);
    }

    /** Returns the member of this name; a missing node where there is none. */
    Located at(String name) {
        return new Located(this, name, value.path(name));
    }

    /** Returns the members of an object or the elements of an array; none for other values. */
    Stream<Located> children() {
        if (value.isObject()) {
            return value.propertyStream().map(member -> new Located(this, member.getKey(), member.getValue()));
        }
        return IntStream.range(0, value.size()).mapToObj(i -> new Located(this, Integer.toString(i), value.path(i)));
    }

    /** Returns the children that are non-empty objects. */
    Stream<Located> objects() {
        return children().filter(child -> child.value.isObject() && !child.value.isEmpty());
    }

    /** Returns whether there is a value other than null. */
    boolean isPresent() {
        return !value.isMissingNode() && !value.isNull();
    }

    /** Returns the object or array that contains the value. The root has none. */
    Located owner() {
        return Objects.requireNonNull(parent, "owner");
    }

    /** Returns the location as a JSON Pointer. */
    String pointer() {
        return parent == null ? "" : JsonPointers.child(parent.pointer(), key);
    }

    /** Returns the location as shown in messages: the names from the root on, separated by dots. */
    String path() {
        List<String> names = new ArrayList<>();
        for (Located here = this; here.parent != null; here = here.parent) {
            names.add(here.key);
        }
        return String.join(".", names.reversed());
    }
}
