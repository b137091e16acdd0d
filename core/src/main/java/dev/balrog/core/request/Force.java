// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import org.jspecify.annotations.Nullable;

/** Whether the client wants to go round the throttling of a rollout, and to which side ({@code force} in the query). */
public enum Force {
    /** No preference: a background check, for which the die is rolled. */
    NONE(""),
    /** A person asked for updates: the mapping of the rule, whatever the background rate. */
    MAPPING("1"),
    /** The other side, for testing: the fallback mapping. */
    FALLBACK_MAPPING("-1");

    private final String queryValue;

    Force(String queryValue) {
        this.queryValue = queryValue;
    }

    /** The value in the query string of a request; empty for {@link #NONE}. */
    public String queryValue() {
        return queryValue;
    }

    /** Reads the query parameter; anything but the two known values means {@link #NONE}. */
    public static Force of(@Nullable String queryValue) {
        return switch (queryValue) {
            case "1" -> MAPPING;
            case "-1" -> FALLBACK_MAPPING;
            case null, default -> NONE;
        };
    }
}
