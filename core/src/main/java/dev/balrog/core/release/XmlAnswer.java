// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import org.jspecify.annotations.Nullable;

/** An answer in the making: the lines of an {@code update.xml}. */
public final class XmlAnswer {
    /** The answer that offers nothing. */
    public static final String EMPTY = "<?xml version=\"1.0\"?>\n<updates>\n</updates>";

    private static final String BEGIN = "<?xml version=\"1.0\"?>\n<updates>";
    private static final String END = "</updates>";
    private static final int USUAL_LENGTH = 2048;

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH).append(BEGIN);

    /** Begins a line. */
    XmlAnswer line(String beginning) {
        text.append('\n').append(beginning);
        return this;
    }

    /** Goes on with the line. */
    XmlAnswer append(String part) {
        text.append(part);
        return this;
    }

    /** Adds an attribute to the line; a value that is missing is shown the way it has always been. */
    XmlAnswer attribute(String name, @Nullable String value) {
        text.append(' ')
                .append(name)
                .append("=\"")
                .append(value == null ? "None" : value)
                .append('"');
        return this;
    }

    /** How far the answer has come, for {@link #rewind}. */
    int mark() {
        return text.length();
    }

    /** Takes back all that was added since the mark. */
    void rewind(int mark) {
        text.setLength(mark);
    }

    /** Ends the answer, and escapes the ampersands in it that are not escaped yet. */
    public String finish() {
        line(END);
        int ampersand = text.indexOf("&");
        if (ampersand < 0) {
            return text.toString();
        }
        StringBuilder escaped = new StringBuilder(text.length() + 64);
        int written = 0;
        while (ampersand >= 0) {
            escaped.append(text, written, ampersand + 1);
            if (text.indexOf("amp;", ampersand + 1) != ampersand + 1) {
                escaped.append("amp;");
            }
            written = ampersand + 1;
            ampersand = text.indexOf("&", written);
        }
        return escaped.append(text, written, text.length()).toString();
    }
}
