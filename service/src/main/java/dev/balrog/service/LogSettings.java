// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import ch.qos.logback.classic.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Level and format of the log.
 *
 * @param level the least severe level that is logged
 * @param format format of a line
 * @param requests whether every request is logged
 */
public record LogSettings(Level level, Format format, boolean requests) {

    /** Format of a log line. */
    public enum Format {
        /** JSON objects of Mozilla's logging standard, for log processors. */
        MOZLOG,
        /** Plain text, for humans. */
        PLAIN
    }

    /**
     * Parses the settings from the values of environment variables.
     *
     * @param level {@code LOG_LEVEL}: DEBUG, INFO, WARNING, ERROR or CRITICAL in any case; null or
     *     empty: INFO
     * @param format {@code LOG_FORMAT}: {@code plain} for plain text, anything else or null for
     *     JSON, as in Mozilla's Balrog
     * @param requestLog {@code REQUEST_LOG}: on or off in any case; null or empty: on
     * @throws IllegalArgumentException if a value is invalid; the message names it and the valid
     *     values
     */
    public static LogSettings parse(@Nullable String level, @Nullable String format, @Nullable String requestLog) {
        return new LogSettings(
                parseLevel(level == null ? "" : level.strip()),
                "plain".equals(format) ? Format.PLAIN : Format.MOZLOG,
                parseRequestLog(requestLog == null ? "" : requestLog.strip()));
    }

    private static Level parseLevel(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "NOTSET" -> Level.TRACE;
            case "DEBUG" -> Level.DEBUG;
            case "", "INFO" -> Level.INFO;
            case "WARNING", "WARN" -> Level.WARN;
            case "ERROR" -> Level.ERROR;
            // No level here is above ERROR: a more severe condition ends the process with a
            // message.
            case "CRITICAL", "FATAL" -> Level.OFF;
            default ->
                throw new IllegalArgumentException(
                        "LOG_LEVEL \"" + name + "\" is not a level: use one of DEBUG, INFO, WARNING, ERROR, CRITICAL.");
        };
    }

    private static boolean parseRequestLog(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("REQUEST_LOG \"" + value + "\" must be on or off.");
        };
    }
}
