// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A string with keys such as {@code %LOCALE%} that values are substituted for, prepared so that this takes one pass.
 *
 * <p>Values of the release may hold keys themselves: the product names of old releases hold {@code %locale%}. Values of
 * the request never introduce a substitution, whatever is in them.
 */
final class Template {
    /** Keys whose values are those of the request. */
    private static final Set<String> OF_REQUEST = Set.of("%LOCALE%", "%VERSION%", "%OS%");

    private final String text;
    private final List<String> keys;
    private final int values;
    /** For each value, whether it is one of the request. */
    private final boolean[] ofRequest;

    private final boolean prepared;
    /** What stands between the keys; one more than there are keys. */
    private final List<String> literals = new ArrayList<>();
    /** Numbers of the keys, in the order of the text. */
    private final List<Integer> places = new ArrayList<>();

    private Template(String text, List<String> keys) {
        this.text = text;
        this.keys = keys;
        this.values = keys.size() / 2;
        this.ofRequest = new boolean[values];
        for (int value = 0; value < values; value++) {
            ofRequest[value] = OF_REQUEST.contains(keys.get(value));
        }
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
        if (!prepared || valuesOfReleaseHoldKeys(filled)) {
            return replaceOneAfterTheOther(filled);
        }
        StringBuilder result = new StringBuilder(text.length() + 16).append(literals.getFirst());
        for (int i = 0; i < places.size(); i++) {
            result.append(filled[places.get(i) % values]).append(literals.get(i + 1));
        }
        return result.toString();
    }

    private boolean valuesOfReleaseHoldKeys(String[] filled) {
        for (int value = 0; value < filled.length; value++) {
            if (!ofRequest[value] && filled[value].indexOf('%') >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Replaces keys one after the other, also in the values of keys before, but never in a value of the request. */
    private String replaceOneAfterTheOther(String[] filled) {
        List<Segment> segments = List.of(new Segment(text, false));
        for (int key = 0; key < keys.size(); key++) {
            int value = key % values;
            List<Segment> replaced = new ArrayList<>();
            for (Segment segment : segments) {
                if (segment.isFinal) {
                    replaced.add(segment);
                } else if (ofRequest[value]) {
                    segment.split(keys.get(key), filled[value], replaced);
                } else {
                    replaced.add(new Segment(segment.text.replace(keys.get(key), filled[value]), false));
                }
            }
            segments = replaced;
        }
        return segments.stream().map(Segment::text).collect(Collectors.joining());
    }

    /**
     * A part of the string on the way.
     *
     * @param isFinal whether it is a value of the request, in which nothing is replaced any more
     */
    private record Segment(String text, boolean isFinal) {
        void split(String key, String value, List<Segment> into) {
            int start = 0;
            for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, start)) {
                into.add(new Segment(text.substring(start, at), false));
                into.add(new Segment(value, true));
                start = at + key.length();
            }
            into.add(new Segment(text.substring(start), false));
        }
    }
}
