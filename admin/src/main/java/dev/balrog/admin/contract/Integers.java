// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.util.regex.Pattern;

/** Integers as people write them. */
final class Integers {
    private static final Pattern INTEGER = Pattern.compile("\\s*[+-]?[0-9]+\\s*");

    private Integers() {}

    /**
     * Reads an integer, with or without a sign and blanks around it.
     *
     * @throws NumberFormatException when it is none, or needs more than 64 bits
     */
    static long parse(String text) {
        if (!INTEGER.matcher(text).matches()) {
            throw new NumberFormatException("'" + text + "' is not an integer");
        }
        return Long.parseLong(text.strip());
    }
}
