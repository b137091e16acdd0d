// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decoded path and query of a request. Parsing is total: every input has a meaning.
 *
 * <p>The path is decoded before it is split, so that {@code %2F} separates segments as a slash
 * does; a percent sign that begins no escape is literal, since clients send {@code %OS_VERSION%}.
 *
 * @param path decoded path
 * @param segments segments between the slashes of the path; {@code /a//b} has an empty segment in
 *     the middle
 * @param query decoded parameters; of a repeated parameter, the last value counts
 * @param rawQuery the query as sent, with its question mark; empty if there is none
 */
public record RequestTarget(String path, List<String> segments, Map<String, String> query, String rawQuery) {

    /**
     * Parses the target of a request line; of an absolute URL, as proxies send it, path and query
     * count.
     */
    public static RequestTarget parse(String rawTarget) {
        String target = rawTarget.startsWith("/") ? rawTarget : withoutOrigin(rawTarget);
        int question = target.indexOf('?');
        String path = decode(question < 0 ? target : target.substring(0, question), false);
        String rawQuery = question < 0 ? "" : target.substring(question);
        Map<String, String> query = question < 0 ? Map.of() : parseQuery(target.substring(question + 1));
        return new RequestTarget(path, split(path), query, rawQuery);
    }

    /**
     * Returns this target with a single leading slash; Mozilla's Balrog treats any number as one.
     */
    public RequestTarget withoutDoubledLeadingSlashes() {
        if (!path.startsWith("//")) {
            return this;
        }
        String stripped = path.replaceFirst("^/+", "/");
        return new RequestTarget(stripped, split(stripped), query, rawQuery);
    }

    /** Returns whether there are empty segments inside the path, as in {@code /a//b}. */
    public boolean hasEmptySegments() {
        return segments.size() > 1 && segments.subList(0, segments.size() - 1).contains("");
    }

    /** Returns this target without empty path segments. */
    public RequestTarget withoutEmptySegments() {
        String merged = path.replaceAll("/{2,}", "/");
        return new RequestTarget(merged, split(merged), query, rawQuery);
    }

    /** Returns the target, encoded for use in a header. */
    public String encoded() {
        try {
            String encodedPath = new URI(null, null, path, null).toASCIIString();
            return encodedPath + encodeUnsafe(rawQuery);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A path that begins with a slash is always a URI", e);
        }
    }

    private static String withoutOrigin(String target) {
        int scheme = target.indexOf("://");
        int path = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
        return path < 0 ? target : target.substring(path);
    }

    private static String encodeUnsafe(String text) {
        StringBuilder safe = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            safe.append(b > ' ' && b < 0x7F ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return safe.toString();
    }

    private static List<String> split(String path) {
        List<String> segments = new ArrayList<>(16);
        int start = path.startsWith("/") ? 1 : 0;
        for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
            segments.add(path.substring(start, slash));
            start = slash + 1;
        }
        segments.add(path.substring(start));
        return segments;
    }

    private static Map<String, String> parseQuery(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            parameters.put(decode(name, true), decode(value, true));
        }
        return parameters;
    }

    /** Returns a decoded name or value of a query. */
    public static String decoded(String text) {
        return decode(text, true);
    }

    private static String decode(String text, boolean plusIsSpace) {
        int plain = plainLength(text, plusIsSpace);
        if (plain == text.length()) {
            return text;
        }
        // All characters before the first one to be decoded are ASCII.
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int length = plain;
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            int escaped = c == '%' ? escape(text, i) : -1;
            if (escaped >= 0) {
                bytes[length++] = (byte) escaped;
                i += 2;
            } else {
                // Non-ASCII bytes arrive as one character each.
                bytes[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns the number of characters before the first that has to be decoded. */
    private static int plainLength(String text, boolean plusIsSpace) {
        int length = 0;
        while (length < text.length()) {
            char c = text.charAt(length);
            if (c == '%' || c > '~' || (c == '+' && plusIsSpace)) {
                break;
            }
            length++;
        }
        return length;
    }

    /** Returns the byte that an escape at this position encodes; -1 if there is no escape. */
    private static int escape(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
