// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks of the lint, with the severity of their findings where nothing else is configured. */
public enum LintCheck {
    /** Rule that no request reaches, since rules of higher precedence match all of its requests. */
    UNREACHABLE_RULE(Severity.WARNING),
    /** Rule with a condition that no request satisfies. */
    UNSATISFIABLE_RULE(Severity.ERROR),
    /** Two rules with the same priority that match the same request and serve something else. */
    AMBIGUOUS_PRIORITY(Severity.WARNING),
    /** Rule whose background rate leaves clients without any release. */
    THROTTLED_WITHOUT_FALLBACK(Severity.WARNING),
    /** Rule or pin that maps to a release of another product. */
    OTHER_PRODUCT(Severity.ERROR),
    /** Channel that ends with an asterisk and is too short, or no valid expression: it matches nothing. */
    CHANNEL_MATCHES_NOTHING(Severity.ERROR),
    /** Channel with characters of regular expressions. */
    CHANNEL_EXPRESSION(Severity.NOTE),
    /** Rule or pin that maps to a release that is not stored, or can't be read. */
    MISSING_RELEASE(Severity.ERROR),
    /** Release without the platforms or locales that the rule names, or that its clients have. */
    MISSING_BUILD(Severity.WARNING),
    /** Release that clients are offered again after they have installed it. */
    UPDATE_LOOP(Severity.ERROR),
    /** Version whose clients never get to the newest version of their channel. */
    DEAD_END(Severity.WARNING),
    /** Fallback mapping with a newer version than the mapping. */
    FALLBACK_NEWER(Severity.WARNING),
    /** Pin that maps to a release beyond the version of the pin. */
    PIN_PAST_VERSION(Severity.ERROR),
    /** Pin that maps to an older release of its version than clients without a pin pass through. */
    PIN_OUTDATED(Severity.WARNING),
    /** Pin whose release no client is offered. */
    PIN_UNREACHABLE(Severity.WARNING),
    /** Alias that names another product or channel than its rule has. */
    MISLEADING_ALIAS(Severity.NOTE),
    /** Release with responses that clients discard, or that are withheld from them. */
    DISCARDED_RESPONSE(Severity.ERROR);

    private final Severity severity;

    LintCheck(Severity severity) {
        this.severity = severity;
    }

    /** Returns the name, in kebab case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the severity where nothing else is configured. */
    public Severity defaultSeverity() {
        return severity;
    }

    static Optional<LintCheck> byText(String text) {
        return Stream.of(values()).filter(check -> check.text().equals(text)).findFirst();
    }
}
