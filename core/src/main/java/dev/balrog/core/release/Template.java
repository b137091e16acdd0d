// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A text with keys such as {@code %LOCALE%} for which values are filled in, prepared so that this takes one pass. */
final class Template {
    private final String text;
    private final List<String> keys;
    private final int values;
    private final boolean prepared;
    /** What stands between the keys; one more than there are keys. */
    private final List<String> literals = new ArrayList<>();
    /** Numbers of the keys, in the order of the text. */
    private final List<Integer> places = new ArrayList<>();

    private Template(String text, List<String> keys) {
        this.text = text;
        this.keys = keys;
        this.values = keys.size() / 2;
        prepare(text, 0);
        this.prepared = literals.stream().noneMatch(literal -> literal.indexOf('%') >= 0);
    }

    /**
     * Prepares a text.
     *
     * @param keys the keys in capital letters; first these are replaced, in this order, and then the same in small letters
     */
    static Template of(String text, String... keys) {
        return new Template(
                text,
                Stream.concat(Stream.of(keys), Stream.of(keys).map(key -> key.toLowerCase(Locale.ROOT)))
                        .toList());
    }

    /** Splits at the first key that is in the text, and what is left of the text at the further ones. */
    private void prepare(String rest, int key) {
        if (key == keys.size()) {
            literals.add(rest);
            return;
        }
        String[] parts = rest.split(keys.get(key), -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                places.add(key);
            }
            prepare(parts[i], key + 1);
        }
    }

    /** Whether there is no text at all. */
    boolean isEmpty() {
        return text.isEmpty();
    }

    /** The text with the values, which are in the order of the keys, filled in. */
    String fill(String... filled) {
        if (places.isEmpty()) {
            return text;
        }
        if (!prepared || holdKeys(filled)) {
            return replaceOneAfterTheOther(filled);
        }
        StringBuilder result = new StringBuilder(text.length() + 16).append(literals.getFirst());
        for (int i = 0; i < places.size(); i++) {
            result.append(filled[places.get(i) % values]).append(literals.get(i + 1));
        }
        return result.toString();
    }

    private static boolean holdKeys(String[] filled) {
        for (String value : filled) {
            if (value.indexOf('%') >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Where values are filled in to values: the product names of old releases hold {@code %locale%}. */
    private String replaceOneAfterTheOther(String[] filled) {
        String result = text;
        for (int key = 0; key < keys.size(); key++) {
            result = result.replace(keys.get(key), filled[key % values]);
        }
        return result;
    }
}
