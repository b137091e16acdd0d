// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Format of the lines of a log. */
enum LogFormat {
    /**
     * Objects of JSON with {@code requestMethod}, {@code requestUrl} and {@code userAgent} at any
     * depth, as load balancers of Google Cloud log them, and BigQuery exports the table
     * {@code requests}.
     *
     * @see <a href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#httprequest">HttpRequest</a>
     */
    JSON_LINES {
        @Override
        @Nullable
        LogEntry parse(String line) {
            return jsonEntry(line);
        }
    },

    /**
     * Common log format, and combined log format, which has the user agent too.
     *
     * @see <a href="https://httpd.apache.org/docs/current/logs.html#accesslog">Access log of Apache httpd</a>
     */
    COMMON {
        @Override
        @Nullable
        LogEntry parse(String line) {
            return commonEntry(line);
        }
    },

    /** A URL on each line, with the number of requests and a space before it, if that is known. */
    URLS {
        @Override
        @Nullable
        LogEntry parse(String line) {
            return urlEntry(line);
        }
    };

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern COUNTED = Pattern.compile("\\s*(?:([0-9]{1,9})\\s+)?((?:https?:/)?/\\S*)\\s*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9A-Fa-f]{2})|(.))");
    private static final int MAX_QUOTED = 3;
    private static final int USER_AGENT = 2;

    /** Returns the format of a line; empty if it is none of them. */
    static Optional<LogFormat> of(String line) {
        if (line.stripLeading().startsWith("{")) {
            return Optional.of(JSON_LINES);
        }
        if (COUNTED.matcher(line).matches()) {
            return Optional.of(URLS);
        }
        return commonEntry(line) == null ? Optional.empty() : Optional.of(COMMON);
    }

    /** Parses a line; returns null if it is not of this format. */
    @Nullable
    abstract LogEntry parse(String line);

    private static @Nullable LogEntry jsonEntry(String line) {
        String method = null;
        String url = null;
        String userAgent = null;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    switch (json.currentName()) {
                        case "requestMethod", "requestmethod" -> method = json.nextStringValue();
                        case "requestUrl", "requesturl" -> url = json.nextStringValue();
                        case "userAgent", "useragent" -> userAgent = json.nextStringValue();
                        default -> {}
                    }
                }
            }
        } catch (JacksonException notJson) {
            return null;
        }
        return method == null || url == null ? null : new LogEntry(method, url, userAgent, 1);
    }

    private static @Nullable LogEntry commonEntry(String line) {
        List<String> quoted = quotedParts(line);
        if (quoted.isEmpty()) {
            return null;
        }
        String request = quoted.getFirst();
        String userAgent = quoted.size() > USER_AGENT ? quoted.get(USER_AGENT) : null;
        int method = request.indexOf(' ');
        int protocol = request.lastIndexOf(" HTTP/");
        return method <= 0 || protocol <= method
                ? null
                : new LogEntry(request.substring(0, method), request.substring(method + 1, protocol), userAgent, 1);
    }

    /** Returns the first strings in quotation marks: the request line, the referrer, the user agent. */
    private static List<String> quotedParts(String line) {
        List<String> parts = new ArrayList<>(MAX_QUOTED);
        int from = line.indexOf('"');
        while (parts.size() < MAX_QUOTED && from >= 0) {
            int to = from + 1;
            boolean escaped = false;
            while (to < line.length() && line.charAt(to) != '"') {
                if (line.charAt(to) == '\\') {
                    escaped = true;
                    to++;
                }
                to++;
            }
            if (to >= line.length()) {
                return parts;
            }
            String text = line.substring(from + 1, to);
            parts.add(escaped ? unescaped(text) : text);
            from = line.indexOf('"', to + 1);
        }
        return parts;
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            String hex = escape.group(1);
            String character = hex == null ? escape.group(2) : String.valueOf((char) Integer.parseInt(hex, 16));
            return Matcher.quoteReplacement(character);
        });
    }

    private static @Nullable LogEntry urlEntry(String line) {
        Matcher parts = COUNTED.matcher(line);
        if (!parts.matches()) {
            return null;
        }
        String count = parts.group(1);
        return new LogEntry(LogEntry.GET, parts.group(2), null, count == null ? 1 : Math.max(1, Long.parseLong(count)));
    }
}
