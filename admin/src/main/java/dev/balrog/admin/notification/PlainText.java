// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import java.util.regex.Pattern;

/** Text from users, such as names and comments, for use in messages to others. */
final class PlainText {
    private static final int MAX_LENGTH = 500;
    /** Control and format characters, line and paragraph separators, and lone surrogates. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

    private PlainText() {}

    /** Returns the text as one line of at most 500 characters, which can't end a header. */
    static String oneLine(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        int length = line.codePointCount(0, line.length());
        return length <= MAX_LENGTH ? line : line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    }
}
