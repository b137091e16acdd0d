// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.retention;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * Name of the release of one nightly build: contains {@code nightly} and ends in the build id, 14
 * digits for the time of the build in UTC. A name such as {@code
 * Firefox-mozilla-central-nightly-latest} belongs to no single build.
 */
final class NightlyName {
    private static final int BUILD_ID_LENGTH = 14;
    private static final DateTimeFormatter BUILD_ID =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private NightlyName() {}

    /** Returns the time of the build; empty if the release is not that of one nightly build. */
    static Optional<Instant> builtAt(String name) {
        if (name.length() < BUILD_ID_LENGTH || !name.toLowerCase(Locale.ROOT).contains("nightly")) {
            return Optional.empty();
        }
        String buildId = name.substring(name.length() - BUILD_ID_LENGTH);
        if (!buildId.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(buildId, BUILD_ID).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
