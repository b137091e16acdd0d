// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import org.jspecify.annotations.Nullable;

/** Preference of a client for one side of a throttled rollout ({@code force} in the query). */
public enum Force {
    /** No preference: a background check, for which the rollout is sampled. */
    NONE(""),
    /** Check requested by the user: the mapping of the rule, whatever the background rate. */
    MAPPING("1"),
    /** Fallback mapping of the rule, for testing. */
    FALLBACK_MAPPING("-1");

    private final String queryValue;

    Force(String queryValue) {
        this.queryValue = queryValue;
    }

    /** Returns the value in the query string of a request; empty for {@link #NONE}. */
    public String queryValue() {
        return queryValue;
    }

    /** Parses the query parameter; anything but the two known values means {@link #NONE}. */
    public static Force of(@Nullable String queryValue) {
        return switch (queryValue) {
            case "1" -> MAPPING;
            case "-1" -> FALLBACK_MAPPING;
            case null, default -> NONE;
        };
    }
}
