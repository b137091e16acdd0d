// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.util.regex.Pattern;

/** Parser of decimal integers. */
final class Integers {
    private static final Pattern INTEGER = Pattern.compile("\\s*[+-]?[0-9]+\\s*");

    private Integers() {}

    /**
     * Parses an integer with optional sign and surrounding whitespace.
     *
     * @throws NumberFormatException when the string is not an integer, or exceeds 64 bits
     */
    static long parse(String text) {
        if (!INTEGER.matcher(text).matches()) {
            throw new NumberFormatException("'" + text + "' is not an integer");
        }
        return Long.parseLong(text.strip());
    }
}
