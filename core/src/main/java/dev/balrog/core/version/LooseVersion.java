// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import dev.balrog.core.BadDataException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Version of any form, as used by the VPN products: a list of numbers and words, such as
 * {@code 2.10} or {@code 2.1b3}. A number and a word at the same position have no order.
 */
public final class LooseVersion implements Version {
    private final String text;
    private final List<Object> components;

    private LooseVersion(String text, List<Object> components) {
        this.text = text;
        this.components = components;
    }

    /**
     * Splits a string into runs of digits, runs of lower-case letters and runs of everything else;
     * dots only separate.
     */
    public static LooseVersion parse(String text) {
        List<Object> components = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            Kind kind = Kind.of(text.charAt(start));
            int end = start + 1;
            while (end < text.length() && kind != Kind.DOT && Kind.of(text.charAt(end)) == kind) {
                end++;
            }
            String run = text.substring(start, end);
            switch (kind) {
                case DIGITS -> components.add(new BigInteger(run));
                case LETTERS, OTHER -> components.add(run);
                case DOT -> {}
            }
            start = end;
        }
        return new LooseVersion(text, List.copyOf(components));
    }

    /**
     * Returns whether all components are numbers, so that every such version can be compared with
     * this one.
     */
    public boolean isNumeric() {
        return components.stream().allMatch(BigInteger.class::isInstance);
    }

    /** Returns whether both have the same components. */
    public boolean sameAs(LooseVersion other) {
        return components.equals(other.components);
    }

    /**
     * Orders two versions.
     *
     * @throws BadDataException where a number would have to be compared with a word
     */
    public int compare(LooseVersion other) {
        int common = Math.min(components.size(), other.components.size());
        for (int i = 0; i < common; i++) {
            Object mine = components.get(i);
            Object theirs = other.components.get(i);
            if (!mine.equals(theirs)) {
                return compareComponents(mine, theirs, other);
            }
        }
        return Integer.compare(components.size(), other.components.size());
    }

    private int compareComponents(Object mine, Object theirs, LooseVersion other) {
        if (mine instanceof BigInteger left && theirs instanceof BigInteger right) {
            return left.compareTo(right);
        }
        if (mine instanceof String left && theirs instanceof String right) {
            return left.compareTo(right);
        }
        throw new BadDataException("Versions " + text + " and " + other.text + " can't be compared.");
    }

    private enum Kind {
        DIGITS,
        LETTERS,
        DOT,
        OTHER;

        static Kind of(char c) {
            if (Character.isDigit(c)) {
                return DIGITS;
            }
            if (c >= 'a' && c <= 'z') {
                return LETTERS;
            }
            return c == '.' ? DOT : OTHER;
        }
    }
}
