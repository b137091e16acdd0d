// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.UnsafeReleaseException;
import org.jspecify.annotations.Nullable;

/** Builder of an XML response ({@code update.xml}). */
public final class XmlAnswer {
    /** Response without an update. */
    public static final String EMPTY = "<?xml version=\"1.0\"?>\n<updates>\n</updates>";

    private static final String BEGIN = "<?xml version=\"1.0\"?>\n<updates>";
    private static final String END = "</updates>";
    /** Rest of an ampersand that is escaped already. */
    private static final String ESCAPED = "amp;";

    /**
     * Bit set of the characters that are escaped or not allowed in XML 1.0: those in ASCII are
     * below 64.
     */
    private static final long SPECIAL = special();

    private static final int USUAL_LENGTH = 2048;

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH).append(BEGIN);

    /** Begins a line with a string that needs no escaping. */
    XmlAnswer line(String beginning) {
        text.append('\n').append(beginning);
        return this;
    }

    /** Appends a string that needs no escaping to the line. */
    XmlAnswer append(String part) {
        text.append(part);
        return this;
    }

    /**
     * Adds an attribute to the line.
     *
     * @param name constant, or another string that is known to be a valid XML name
     * @param value value, which is escaped; null is written as {@code None}, as Mozilla's Balrog
     *     does
     * @throws UnsafeReleaseException when the value has a character that XML 1.0 does not allow
     */
    XmlAnswer attribute(String name, @Nullable String value) {
        text.append(' ').append(name).append("=\"");
        appendEscaped(value == null ? "None" : value);
        text.append('"');
        return this;
    }

    /**
     * Adds an attribute whose name comes from the release as well.
     *
     * @throws UnsafeReleaseException when XML 1.0 does not allow the name or the value
     */
    XmlAnswer checkedAttribute(String name, @Nullable String value) {
        if (!isName(name)) {
            throw new UnsafeReleaseException("'" + name + "' can't be the name of an attribute in XML");
        }
        return attribute(name, value);
    }

    /**
     * Writes {@code & < > "} as entity references, and everything else literally, including tabs
     * and line breaks, as Mozilla's Balrog does. An ampersand that is escaped already is not
     * escaped again.
     *
     * @see <a href="https://www.w3.org/TR/xml/#AVNormalize">XML 1.0, 3.3.3 Attribute-Value
     *     Normalization</a>
     */
    private void appendEscaped(String value) {
        int length = value.length();
        int written = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (isLiteral(c)) {
                continue;
            }
            text.append(value, written, i);
            written = i;
            if (c == '&') {
                text.append(value.startsWith(ESCAPED, i + 1) ? "&" : "&amp;");
                written = i + 1;
            } else if (c >= ' ' && c < Long.SIZE) {
                text.append(reference(c));
                written = i + 1;
            } else if (i + 1 < length && Character.isSurrogatePair(c, value.charAt(i + 1))) {
                i++;
            } else {
                throw new UnsafeReleaseException("XML does not allow the character U+%04X".formatted((int) c));
            }
        }
        text.append(value, written, length);
    }

    /** Returns whether XML 1.0 allows all characters of a string. */
    static boolean canCarry(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLiteral(c) && (c < ' ' || c >= Long.SIZE)) {
                if (i + 1 == value.length() || !Character.isSurrogatePair(c, value.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String reference(char c) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            default -> throw new IllegalArgumentException("needs no escaping: " + c);
        };
    }

    private static long special() {
        long special = 0;
        for (char c = 0; c < ' '; c++) {
            special |= 1L << c;
        }
        for (char c : "&<>\"".toCharArray()) {
            special |= 1L << c;
        }
        for (char c : "\t\n\r".toCharArray()) {
            special &= ~(1L << c);
        }
        return special;
    }

    /**
     * Returns whether the character is written literally; false for surrogates, which are checked
     * in pairs.
     */
    private static boolean isLiteral(char c) {
        if (c < Long.SIZE) {
            return (SPECIAL >>> c & 1) == 0;
        }
        return c < Character.MIN_SURROGATE || (c > Character.MAX_SURROGATE && c < '\uFFFE');
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-' || c == '.'))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Completes the response and returns it. */
    public String finish() {
        line(END);
        return text.toString();
    }
}
