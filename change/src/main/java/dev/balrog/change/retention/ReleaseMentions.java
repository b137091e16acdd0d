// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.retention;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names of releases that the content of another release mentions, whatever its format: any string
 * or member name that equals one of the names, ignoring case as MySQL's collations do. These are the
 * parts of superblobs, the {@code from} of partial updates, and the keys of {@code fileUrls}.
 *
 * @param parts names in {@code blobs}
 * @param others all other names
 */
record ReleaseMentions(Set<String> parts, Set<String> others) {

    /**
     * Reads the mentions in the content of a release.
     *
     * @param json content; invalid JSON mentions each name that it contains
     * @param names names to find, folded by {@link #fold}
     */
    static ReleaseMentions read(String json, Set<String> names) {
        Set<String> parts = new HashSet<>();
        Set<String> others = new HashSet<>();
        try (JsonParser parser = JsonMapper.shared().createParser(json)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
                    String folded = fold(parser.getString());
                    if (names.contains(folded)) {
                        (isPart(parser) ? parts : others).add(folded);
                    }
                }
                token = parser.nextToken();
            }
        } catch (JacksonException _) {
            String folded = fold(json);
            names.stream().filter(folded::contains).forEach(others::add);
        }
        return new ReleaseMentions(parts, others);
    }

    /** Returns the form of a name in which names are compared. */
    static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isPart(JsonParser parser) {
        TokenStreamContext context = parser.streamReadContext();
        return context.inArray() && "blobs".equals(context.getParent().currentName());
    }
}
