// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Configured severities of checks, for all products or for one.
 *
 * <p>The format is a list of {@code CHECK=SEVERITY} and {@code PRODUCT:CHECK=SEVERITY}, separated by
 * commas or whitespace. A severity is {@code error}, {@code warning}, {@code note} or {@code off}. An
 * entry for a product takes precedence over one for all.
 */
public final class LintSeverities {
    /** The severities of {@link LintCheck#defaultSeverity}. */
    public static final LintSeverities DEFAULT = new LintSeverities(Map.of());

    private static final String OFF = "off";

    private final Map<Key, Optional<Severity>> configured;

    private LintSeverities(Map<Key, Optional<Severity>> configured) {
        this.configured = Map.copyOf(configured);
    }

    private record Key(@Nullable String product, LintCheck check) {}

    /**
     * Parses severities.
     *
     * @throws IllegalArgumentException if an entry is invalid; the message says which
     */
    public static LintSeverities parse(String text) {
        Map<Key, Optional<Severity>> configured = new HashMap<>();
        for (String entry : text.split("[,\\s]+", -1)) {
            if (entry.isEmpty()) {
                continue;
            }
            int equals = entry.lastIndexOf('=');
            String name = entry.substring(0, Math.max(0, equals));
            String value = entry.substring(equals + 1);
            int colon = name.lastIndexOf(':');
            LintCheck check = LintCheck.byText(name.substring(colon + 1))
                    .orElseThrow(() -> new IllegalArgumentException("'" + entry + "' names no check of the lint"));
            Optional<Severity> severity = Severity.byText(value);
            if (severity.isEmpty() && !value.equals(OFF)) {
                throw new IllegalArgumentException(
                        "'" + entry + "' has no severity: it has to be error, warning, note or off");
            }
            configured.put(new Key(colon < 0 ? null : name.substring(0, colon), check), severity);
        }
        return new LintSeverities(configured);
    }

    /** Returns the severity of a check for a product; empty where the check is off. */
    Optional<Severity> of(@Nullable String product, LintCheck check) {
        Optional<Severity> general =
                configured.getOrDefault(new Key(null, check), Optional.of(check.defaultSeverity()));
        return product == null ? general : configured.getOrDefault(new Key(product, check), general);
    }
}
