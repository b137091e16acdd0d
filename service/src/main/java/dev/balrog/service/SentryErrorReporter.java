// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryOptions;
import io.sentry.protocol.Message;
import io.sentry.protocol.SentryException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs errors, and sends them to Sentry if that is configured.
 *
 * <p>Reports one error of a kind per minute, with the number of those suppressed before it.
 * Passwords, credentials and cookies are removed from what goes to Sentry. A thread of Sentry's
 * sends the reports.
 */
public final class SentryErrorReporter implements ErrorReporter {

    private static final Logger LOG = LoggerFactory.getLogger(SentryErrorReporter.class);
    private static final String CONTEXT = "Balrog";

    private final RateLimit limit;
    private final boolean sending;

    private SentryErrorReporter(RateLimit limit, boolean sending) {
        this.limit = limit;
        this.sending = sending;
    }

    /** Starts reporting; a process should have only one reporter. */
    public static SentryErrorReporter start(ErrorSettings settings, InstantSource clock) {
        String dsn = settings.sentryDsn();
        if (dsn != null) {
            SentryOptions options = new SentryOptions();
            options.setDsn(dsn);
            options.setRelease(settings.release());
            options.setEnvironment(settings.environment());
            options.setEnableExternalConfiguration(false);
            options.setEnableAutoSessionTracking(false);
            options.setEnableShutdownHook(false);
            options.setBeforeSend((event, hint) -> scrubbed(event));
            Sentry.init(options);
        }
        return new SentryErrorReporter(new RateLimit(clock), dsn != null);
    }

    @Override
    public void report(Throwable error, Map<String, String> context) {
        try {
            int heldBack = limit.pass(error);
            if (heldBack < 0) {
                return;
            }
            Map<String, String> safe = new TreeMap<>();
            context.forEach((name, value) -> safe.put(name, Secrets.removeFrom(name, value)));
            if (heldBack > 0) {
                safe.put("held back before", Integer.toString(heldBack));
            }
            LOG.error("Unexpected error {}", safe, error);
            if (sending) {
                SentryEvent event = new SentryEvent(error);
                event.getContexts().put(CONTEXT, safe);
                Sentry.captureEvent(event);
            }
        } catch (RuntimeException e) {
            LOG.error("An error cannot be reported", e);
        }
    }

    @Override
    public void close() {
        if (sending) {
            Sentry.close();
        }
    }

    private static SentryEvent scrubbed(SentryEvent event) {
        List<SentryException> exceptions = event.getExceptions();
        if (exceptions != null) {
            for (SentryException exception : exceptions) {
                String value = exception.getValue();
                exception.setValue(value == null ? null : Secrets.removeFrom(value));
            }
        }
        Message message = event.getMessage();
        if (message != null && message.getFormatted() != null) {
            message.setFormatted(Secrets.removeFrom(message.getFormatted()));
        }
        return event;
    }
}
