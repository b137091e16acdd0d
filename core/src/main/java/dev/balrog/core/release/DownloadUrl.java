// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.Locale;
import java.util.Optional;

/**
 * URL that clients may download from, in the generic syntax of
 * <a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>.
 *
 * <p>The parser rejects every URL that another parser could read differently: without a plain host,
 * with credentials, with dot segments in any encoding, with backslashes, quotation marks, angle
 * brackets or control characters. Accepted URLs may still violate the RFC (a space, a stray percent
 * sign, a non-ASCII character): clients repair that, and old releases contain such URLs.
 */
public final class DownloadUrl {
    private static final String AFTER_SCHEME = "://";
    private static final int HIGHEST_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    private final String text;
    private final int schemeEnd;
    private final int pathStart;
    private final int pathEnd;

    private DownloadUrl(String text, int schemeEnd, int pathStart, int pathEnd) {
        this.text = text;
        this.schemeEnd = schemeEnd;
        this.pathStart = pathStart;
        this.pathEnd = pathEnd;
    }

    /**
     * Parses a URL.
     *
     * @throws InvalidUrlException when the string is no URL, or one that parsers read differently
     */
    public static DownloadUrl parse(String url) throws InvalidUrlException {
        int schemeEnd = schemeEnd(url);
        if (schemeEnd == 0 || !url.startsWith(AFTER_SCHEME, schemeEnd)) {
            throw new InvalidUrlException("has no scheme and host", false);
        }
        int authority = schemeEnd + AFTER_SCHEME.length();
        int pathStart = indexOfAny(url, authority, "/?#");
        checkAuthority(url, authority, pathStart);
        checkCharacters(url, pathStart);
        int pathEnd = indexOfAny(url, pathStart, "?#");
        UrlPath.check(url, pathStart, pathEnd);
        return new DownloadUrl(url, schemeEnd, pathStart, pathEnd);
    }

    /** Returns the scheme in lower case. */
    public String scheme() {
        return text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    }

    /** Returns whether the scheme is http or https. */
    public boolean isHttp() {
        return text.regionMatches(true, 0, "http", 0, 4)
                && (schemeEnd == 4 || (schemeEnd == 5 && (text.charAt(4) == 's' || text.charAt(4) == 'S')));
    }

    /** Returns the host, with the port where the URL has one. */
    public String authority() {
        return text.substring(schemeEnd + AFTER_SCHEME.length(), pathStart);
    }

    /**
     * Returns the path without the parameters of its last segment, with unreserved characters
     * percent-decoded (RFC 3986, 6.2.2.2). Empty where an encoded separator makes it ambiguous.
     */
    public Optional<String> path() {
        return UrlPath.normalise(text.substring(pathStart, pathEnd));
    }

    /** Returns the first harmless violation of RFC 3986 in the URL; empty when there is none. */
    public Optional<String> irregularity() {
        for (int i = pathStart; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#') {
                return Optional.of("has a fragment");
            }
            if (c == '%' && UrlPath.escapedByte(text, i) < 0) {
                return Optional.of("has a percent sign that does not begin an escape sequence");
            }
            if (c != '%' && !isUrlCharacter(c)) {
                return Optional.of("has a character that has to be percent-encoded");
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the end index of the scheme at the beginning; 0 where there is none. A search for
     * {@code ://} further on would find another authority than clients do: for them it is
     * {@code evil.example} in {@code https:evil.example/://host/}.
     */
    private static int schemeEnd(String url) {
        int end = 0;
        while (end < url.length() && isOfScheme(url.charAt(end), end == 0)) {
            end++;
        }
        return end;
    }

    private static boolean isOfScheme(char c, boolean first) {
        return isLetter(c) || (!first && (isDigit(c) || c == '+' || c == '-' || c == '.'));
    }

    /**
     * Returns the index of the first of the characters; the length of the string when there is
     * none.
     */
    private static int indexOfAny(String text, int from, String characters) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static void checkAuthority(String url, int start, int end) throws InvalidUrlException {
        int hostEnd = url.indexOf(':', start, end);
        int portStart = hostEnd < 0 ? end : hostEnd + 1;
        checkHost(url, start, hostEnd < 0 ? end : hostEnd);
        if (hostEnd >= 0 && !isPort(url, portStart, end)) {
            throw new InvalidUrlException("has a port that is not a number", false);
        }
    }

    private static void checkHost(String url, int start, int end) throws InvalidUrlException {
        if (start == end) {
            throw new InvalidUrlException("has no host", false);
        }
        char previous = '.';
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            boolean ofName = (c >= 'a' && c <= 'z') || isDigit(c) || c == '-' || c == '_';
            if (!ofName && (c != '.' || previous == '.')) {
                throw new InvalidUrlException("has a host that is not a lower-case ASCII name", false);
            }
            previous = c;
        }
        if (previous == '.') {
            throw new InvalidUrlException("has a host that ends with a dot", false);
        }
    }

    private static boolean isPort(String url, int start, int end) {
        if (start == end || end - start > MAX_PORT_DIGITS) {
            return false;
        }
        int port = 0;
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            if (!isDigit(c)) {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return port > 0 && port <= HIGHEST_PORT;
    }

    private static void checkCharacters(String url, int start) throws InvalidUrlException {
        for (int i = start; i < url.length(); i++) {
            char c = url.charAt(i);
            if (isControl(c)) {
                throw new InvalidUrlException("has a control character", true);
            }
            if (c == '\\' || c == '"' || c == '<' || c == '>') {
                throw new InvalidUrlException("has the character " + c, true);
            }
            if (c >= Character.MIN_SURROGATE && !isWellFormed(url, i)) {
                throw new InvalidUrlException("has a character that XML does not allow", true);
            }
        }
    }

    private static boolean isWellFormed(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c < '\uFFFE';
    }

    /** Returns whether a character is a control character, or a line or paragraph separator. */
    static boolean isControl(char c) {
        return c < ' ' || (c >= 0x7f && c <= 0x9f) || c == '\u2028' || c == '\u2029';
    }

    private static boolean isUrlCharacter(char c) {
        return isLetter(c) || isDigit(c) || "-._~!$&'()*+,;=:@/?".indexOf(c) >= 0;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return text;
    }
}
