// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.logstash.logback.composite.AbstractJsonProvider;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a log event in the format of Mozilla's Balrog.
 *
 * <p>One provider writes the whole line, since the providers of logstash support neither
 * nanoseconds nor numeric severities, nor the omission of a message that is already JSON.
 */
final class MozlogProvider extends AbstractJsonProvider<ILoggingEvent> {

    private static final String REQUEST_ID = "requestid";

    private final Mozlog mozlog = new Mozlog();

    @Override
    public void writeTo(JsonGenerator json, ILoggingEvent event) {
        Instant instant = event.getInstant();
        mozlog.writeTo(
                json,
                instant.getEpochSecond() * 1_000_000_000L + instant.getNano(),
                event.getLoggerName(),
                severity(event.getLevel()));
        fields(event).forEach(json::writeStringProperty);
        String message = event.getFormattedMessage();
        if (!message.isEmpty() && !(message.startsWith("{") && message.endsWith("}"))) {
            json.writeStringProperty("message", message);
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            String text = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
            json.writeStringProperty("error", thrown.getClassName() + text);
            json.writeStringProperty("traceback", ThrowableProxyUtil.asString(thrown));
        }
        json.writeEndObject();
    }

    private static Map<String, String> fields(ILoggingEvent event) {
        Map<String, String> fields = new HashMap<>(event.getMDCPropertyMap());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.put(pair.key, String.valueOf(pair.value));
            }
        }
        fields.putIfAbsent(REQUEST_ID, "None");
        return fields;
    }

    private static int severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 500;
            case Level.WARN_INT -> 400;
            case Level.INFO_INT -> Mozlog.INFO;
            default -> 100;
        };
    }
}
