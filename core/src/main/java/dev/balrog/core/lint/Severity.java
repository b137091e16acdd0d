// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Severity of a lint finding, the highest first. */
public enum Severity {
    /** Some clients are harmed, or a rule has no effect at all. */
    ERROR,
    /** Probably a mistake. */
    WARNING,
    /** Worth knowing. */
    NOTE;

    /** Returns the name in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether this is as severe as another, or more so. */
    public boolean isAtLeast(Severity other) {
        return compareTo(other) <= 0;
    }

    static Optional<Severity> byText(String text) {
        return Stream.of(values())
                .filter(severity -> severity.text().equals(text))
                .findFirst();
    }
}
