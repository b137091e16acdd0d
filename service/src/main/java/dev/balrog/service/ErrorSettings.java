// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of error reports in addition to the log.
 *
 * @param sentryDsn DSN of a Sentry project, including its key; null for no reports
 * @param environment environment by which Sentry groups reports, such as {@code production}
 * @param release the running version
 */
public record ErrorSettings(@Nullable String sentryDsn, String environment, String release) {

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if the DSN is invalid
     */
    public ErrorSettings {
        if (sentryDsn != null && !isDsn(sentryDsn)) {
            throw new IllegalArgumentException(
                    "SENTRY_DSN is not the DSN of a Sentry project: expected https://key@host/number.");
        }
    }

    /**
     * Parses the settings from the values of environment variables.
     *
     * @param sentryDsn {@code SENTRY_DSN}; null or empty: errors are only logged
     * @param environment {@code ENVIRONMENT}; null or empty: staging or production, depending on
     *     {@code staging}
     * @param staging {@code STAGING}: 1 on a staging server; null, empty or 0 elsewhere
     */
    public static ErrorSettings parse(
            @Nullable String sentryDsn, @Nullable String environment, @Nullable String staging, BuildInfo build) {
        boolean stage =
                staging != null && !staging.isBlank() && !staging.strip().equals("0");
        String named = environment == null ? "" : environment.strip();
        return new ErrorSettings(
                sentryDsn == null || sentryDsn.isBlank() ? null : sentryDsn.strip(),
                named.isEmpty() ? (stage ? "staging" : "production") : named,
                build.version());
    }

    private static boolean isDsn(String text) {
        try {
            URI uri = new URI(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() != null
                    && uri.getPath().length() > 1;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
