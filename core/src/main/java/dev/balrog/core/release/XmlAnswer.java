// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import org.jspecify.annotations.Nullable;

/** An answer in the making: the lines of an {@code update.xml}. */
public final class XmlAnswer {
    /** The answer that offers nothing. */
    public static final String EMPTY = "<?xml version=\"1.0\"?>\n<updates>\n</updates>";

    private static final String BEGIN = "<?xml version=\"1.0\"?>\n<updates>";
    private static final String END = "</updates>";
    /** What stands behind an ampersand that is escaped. */
    private static final String ESCAPED = "amp;";

    private static final int USUAL_LENGTH = 2048;

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH).append(BEGIN);

    /** Begins a line, with what needs no escaping. */
    XmlAnswer line(String beginning) {
        text.append('\n').append(beginning);
        return this;
    }

    /** Goes on with the line, with what needs no escaping. */
    XmlAnswer append(String part) {
        text.append(part);
        return this;
    }

    /**
     * Adds an attribute to the line.
     *
     * @param name what needs no escaping
     * @param value its ampersands are escaped, unless they are already; null is shown the way it has always been
     */
    XmlAnswer attribute(String name, @Nullable String value) {
        text.append(' ').append(name).append("=\"");
        appendEscaped(text, value == null ? "None" : value);
        text.append('"');
        return this;
    }

    /** A text with those of its ampersands escaped that are not escaped yet. */
    static String escape(String value) {
        StringBuilder escaped = new StringBuilder();
        appendEscaped(escaped, value);
        return escaped.toString();
    }

    private static void appendEscaped(StringBuilder text, String value) {
        int written = 0;
        for (int ampersand = value.indexOf('&'); ampersand >= 0; ampersand = value.indexOf('&', written)) {
            text.append(value, written, ampersand + 1);
            if (!value.startsWith(ESCAPED, ampersand + 1)) {
                text.append(ESCAPED);
            }
            written = ampersand + 1;
        }
        text.append(value, written, value.length());
    }

    /** How far the answer has come, for {@link #rewind}. */
    int mark() {
        return text.length();
    }

    /** Takes back all that was added since the mark. */
    void rewind(int mark) {
        text.setLength(mark);
    }

    /** Ends the answer. */
    public String finish() {
        line(END);
        return text.toString();
    }
}
