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

    static Optional<Severity> byText(String text) {
        return Stream.of(values())
                .filter(severity -> severity.text().equals(text))
                .findFirst();
    }
}
