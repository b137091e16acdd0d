// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Layout of plain-text log lines.
 *
 * <p>Messages may contain user input. Control characters are shown as {@code ?}, and all lines of a
 * stack trace are indented, so that input can neither forge log lines nor send escape sequences to
 * a terminal.
 */
final class PlainLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String RESET = "\u001b[0m";

    private final boolean coloured;

    PlainLayout(boolean coloured) {
        this.coloured = coloured;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        appendTime(line, event.getInstant());
        line.append(' ').append(colour(event.getLevel()));
        line.append(String.format(Locale.ROOT, "%-5s", event.getLevel()));
        line.append(coloured ? RESET : "").append(' ');
        line.append(event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1));
        line.append(": ").append(harmless(event.getFormattedMessage())).append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            ThrowableProxyUtil.asString(thrown)
                    .lines()
                    .forEach(
                            trace -> line.append("    ").append(harmless(trace)).append('\n'));
        }
        return line.toString();
    }

    static void appendTime(StringBuilder line, Instant instant) {
        TIME.formatTo(instant, line);
    }

    /** Returns the string with a question mark for each control character, including line ends. */
    static String harmless(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean harmful = (Character.isISOControl(c) && c != '\t') || c == '\u2028' || c == '\u2029';
            if (harmful) {
                if (changed == null) {
                    changed = new StringBuilder(text);
                }
                changed.setCharAt(i, '?');
            }
        }
        return changed == null ? text : changed.toString();
    }

    private String colour(Level level) {
        if (!coloured) {
            return "";
        }
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "\u001b[31m";
            case Level.WARN_INT -> "\u001b[33m";
            case Level.INFO_INT -> "\u001b[32m";
            default -> "\u001b[2m";
        };
    }
}
