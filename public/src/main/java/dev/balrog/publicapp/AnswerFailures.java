// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.decision.AnswerOutcome.Failed;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.service.ErrorReporter;
import java.lang.ref.WeakReference;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports responses that fail because of the data of a release or rule, once per release until its
 * content changes. Clients can't repair the data, and the status alone does not distinguish these
 * failures from client errors.
 */
final class AnswerFailures {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerFailures.class);

    /**
     * Maximum number of remembered reports, to bound memory; beyond it, releases may be reported
     * again.
     */
    private static final int MAX_REMEMBERED = 10_000;

    private final ErrorReporter errors;
    private final Map<String, WeakReference<Object>> reported = new ConcurrentHashMap<>();

    AnswerFailures(ErrorReporter errors) {
        this.errors = errors;
    }

    /** Reports a failure, unless the request caused it or it was reported for the same content. */
    void report(Snapshot snapshot, Failed failed) {
        switch (failed.fault()) {
            case BAD_REQUEST -> {}
            case BAD_RULE -> reportOnce("rule", failed.reason(), snapshot.rules(), failed);
            case BAD_RELEASE, WITHHELD -> {
                String name = failed.release().orElse("?");
                Object content = snapshot.release(name);
                reportOnce("release", name, content == null ? snapshot : content, failed);
            }
        }
    }

    private void reportOnce(String kind, String name, Object content, Failed failed) {
        String key = kind + " " + name;
        WeakReference<Object> last = reported.get(key);
        if (last != null && last.refersTo(content)) {
            return;
        }
        if (reported.size() >= MAX_REMEMBERED) {
            reported.clear();
        }
        WeakReference<Object> now = new WeakReference<>(content);
        WeakReference<Object> replaced = reported.put(key, now);
        if (replaced != null && replaced.refersTo(content)) {
            // Another thread reported it first.
            return;
        }
        BadAnswerException error = new BadAnswerException(kind, name, failed);
        LOG.error("{}", error.getMessage());
        errors.report(error, Map.of(kind, name, "outcome", failed.fault().name().toLowerCase(Locale.ROOT)));
    }

    /** Data of a release or rule that prevents updates. */
    private static final class BadAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadAnswerException(String kind, String name, Failed failed) {
            super(message(kind, name, failed));
        }

        private static String message(String kind, String name, Failed failed) {
            String rule = failed.decidedBy()
                    .map(applying -> " by rule " + applying.id())
                    .orElse("");
            return switch (failed.fault()) {
                case WITHHELD -> "A response with release " + name + rule + " is withheld: " + failed.reason();
                case BAD_RULE -> "Requests are rejected because of a rule: " + failed.reason();
                case BAD_REQUEST, BAD_RELEASE ->
                    "Requests that are offered the " + kind + " " + name + rule + " are rejected: " + failed.reason();
            };
        }
    }
}
