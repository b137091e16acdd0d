// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * String with placeholders such as {@code %LOCALE%}, compiled so that substitution takes one pass.
 *
 * <p>Values from the release may contain placeholders: the product names of old releases contain
 * {@code %locale%}. Values from the request are never substituted into again, whatever they
 * contain.
 */
final class Template {
    /** Placeholders whose values come from the request. */
    private static final Set<String> OF_REQUEST = Set.of("%LOCALE%", "%VERSION%", "%OS%");

    private final String text;
    private final List<String> keys;
    private final int values;
    /** Flags of the values that come from the request. */
    private final boolean[] ofRequest;

    private final boolean prepared;
    /** Literal strings between the placeholders; one more than there are placeholders. */
    private final List<String> literals = new ArrayList<>();
    /** Indexes of the placeholders in {@code keys}, in the order of the template. */
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
     * Compiles a template.
     *
     * @param keys placeholders in upper case; these are replaced first, in this order, and then the
     *     same in lower case
     */
    static Template of(String text, String... keys) {
        return new Template(
                text,
                Stream.concat(Stream.of(keys), Stream.of(keys).map(key -> key.toLowerCase(Locale.ROOT)))
                        .toList());
    }

    /** Splits the string at a placeholder, and the parts at the following ones. */
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

    /** Returns whether the template is the empty string. */
    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Returns the string with the values, given in the order of the placeholders, substituted. */
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

    /**
     * Replaces the placeholders one by one, also within earlier values, but never within a value
     * from the request.
     */
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
     * Part of a partly substituted string.
     *
     * @param isFinal whether the part is a value from the request, in which nothing is replaced
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
