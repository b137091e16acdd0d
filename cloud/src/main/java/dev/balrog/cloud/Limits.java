// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import java.time.Duration;

/** How long a cloud may take, and how much it is asked for at once. */
final class Limits {
    /** For a connection. */
    static final Duration CONNECT = Duration.ofSeconds(5);
    /** For the next byte of an answer. */
    static final Duration READ = Duration.ofSeconds(15);
    /** For everything, with all that is tried again. */
    static final Duration TOTAL = Duration.ofSeconds(25);

    /** Names in one answer; no cloud gives more. */
    static final int PAGE = 1000;

    private Limits() {}
}
