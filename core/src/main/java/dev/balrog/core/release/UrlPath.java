// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.Optional;

/**
 * Functions on the path of a URL. They reject dot segments in every encoding, since allow-lists and
 * servers resolve them differently: {@code ..}, {@code %2e%2e}, {@code ..%2f}, {@code ..;a},
 * {@code %252e%252e}, {@code %c0%ae}.
 */
final class UrlPath {
    /** Maximum number of nested encodings that are decoded in search of dot segments. */
    private static final int MAX_ENCODINGS = 5;

    private static final int UNICODE_ESCAPE_DIGITS = 4;

    private UrlPath() {}

    /**
     * Checks the path between two indexes of a URL.
     *
     * @throws InvalidUrlException when the path has a dot segment, or an encoding that can hide one
     */
    static void check(String url, int start, int end) throws InvalidUrlException {
        if (!mayHideDots(url, start, end)) {
            return;
        }
        String path = url.substring(start, end);
        for (int encodings = 0; encodings <= MAX_ENCODINGS; encodings++) {
            if (hasDotSegment(path)) {
                throw new InvalidUrlException("has a dot segment", true);
            }
            String decoded = decode(path);
            if (decoded.length() == path.length()) {
                return;
            }
            path = decoded;
        }
        throw new InvalidUrlException("is percent-encoded too many times", true);
    }

    /**
     * Returns whether the path may have a dot segment: it has a percent sign, or a segment that
     * begins with a dot or space.
     */
    private static boolean mayHideDots(String url, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            if (c == '%') {
                return true;
            }
            if ((c == '.' || c == ' ') && i > start && url.charAt(i - 1) == '/') {
                return true;
            }
        }
        return false;
    }

    private static boolean hasDotSegment(String path) {
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/' || path.charAt(i) == '\\') {
                if (isDots(path, start, i)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    /**
     * Returns whether a segment, without its parameters, consists of one or two dots and any number
     * of spaces.
     */
    private static boolean isDots(String path, int start, int end) {
        int dots = 0;
        for (int i = start; i < end && path.charAt(i) != ';'; i++) {
            char c = path.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c != ' ') {
                return false;
            }
        }
        return dots == 1 || dots == 2;
    }

    /** Decodes each escape once: every byte becomes the character with the same code. */
    private static String decode(String path) throws InvalidUrlException {
        StringBuilder decoded = new StringBuilder(path.length());
        int previous = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int value = c == '%' ? escapedByte(path, i) : -1;
            if (value >= 0) {
                requireHarmless(previous, value);
                decoded.append((char) value);
                i += 2;
            } else {
                if (c == '%' && isUnicodeEscape(path, i)) {
                    throw new InvalidUrlException("has an escape that begins with %u", true);
                }
                decoded.append(c);
            }
            previous = Math.max(value, 0);
        }
        return decoded.toString();
    }

    /**
     * Rejects control characters, and overlong UTF-8 sequences, which old decoders accept as dots
     * and slashes.
     */
    private static void requireHarmless(int previous, int value) throws InvalidUrlException {
        if (value < ' ' || value == 0x7f) {
            throw new InvalidUrlException("has an encoded control character", true);
        }
        boolean overlong = value == 0xc0
                || value == 0xc1
                || (previous == 0xe0 && value >= 0x80 && value < 0xa0)
                || (previous == 0xf0 && value >= 0x80 && value < 0x90);
        if (overlong) {
            throw new InvalidUrlException("has an overlong UTF-8 sequence", true);
        }
    }

    /** Returns the byte that the escape at an index encodes; -1 when there is no escape. */
    static int escapedByte(String text, int index) {
        if (index + 2 >= text.length()) {
            return -1;
        }
        int high = hexDigit(text.charAt(index + 1));
        int low = hexDigit(text.charAt(index + 2));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isUnicodeEscape(String text, int index) {
        if (index + 1 + UNICODE_ESCAPE_DIGITS >= text.length()
                || (text.charAt(index + 1) != 'u' && text.charAt(index + 1) != 'U')) {
            return false;
        }
        for (int i = index + 2; i < index + 2 + UNICODE_ESCAPE_DIGITS; i++) {
            if (hexDigit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /**
     * Returns the path without the parameters of its last segment, with the escapes of unreserved
     * characters decoded; empty where it has an encoded separator.
     */
    static Optional<String> normalise(String path) {
        int parameters = path.indexOf(';', Math.max(0, path.lastIndexOf('/')));
        String own = parameters < 0 ? path : path.substring(0, parameters);
        if (own.indexOf('%') < 0) {
            return Optional.of(own);
        }
        StringBuilder normalized = new StringBuilder(own.length());
        for (int i = 0; i < own.length(); i++) {
            int value = own.charAt(i) == '%' ? escapedByte(own, i) : -1;
            if (value == '/' || value == '\\' || value == ';' || value == '%') {
                return Optional.empty();
            }
            if (value >= 0 && isUnreserved((char) value)) {
                normalized.append((char) value);
                i += 2;
            } else {
                normalized.append(own.charAt(i));
            }
        }
        return Optional.of(normalized.toString());
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
