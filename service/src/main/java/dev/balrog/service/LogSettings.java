// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import ch.qos.logback.classic.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and how it looks.
 *
 * @param level the least severe level that is logged
 * @param format how a line looks
 * @param requests whether every request is logged
 */
public record LogSettings(Level level, Format format, boolean requests) {

    /** How a line of the log looks. */
    public enum Format {
        /** JSON objects of Mozilla's logging standard, for machines. */
        MOZLOG,
        /** Text, for people. */
        PLAIN
    }

    /**
     * Reads the settings as the environment spells them.
     *
     * @param level {@code LOG_LEVEL}: DEBUG, INFO, WARNING, ERROR or CRITICAL in any case; null or empty: INFO
     * @param format {@code LOG_FORMAT}: {@code plain} for text, anything else or null for JSON, as in the reference
     * @param requestLog {@code REQUEST_LOG}: on or off in any case; null or empty: on
     * @throws IllegalArgumentException saying which value is wrong and which would be right
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
            // Nothing here is more severe than an error: what is, ends the process with a message.
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
            default ->
                throw new IllegalArgumentException(
                        "REQUEST_LOG \"" + value + "\" is neither on nor off: use one of these.");
        };
    }
}
