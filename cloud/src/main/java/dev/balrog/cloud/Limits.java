// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import java.time.Duration;

/** Timeouts and page size of cloud requests. */
final class Limits {
    /** Connect timeout. */
    static final Duration CONNECT = Duration.ofSeconds(5);
    /** Read timeout, for the next byte of a response. */
    static final Duration READ = Duration.ofSeconds(15);
    /** Timeout of a call, including retries. */
    static final Duration TOTAL = Duration.ofSeconds(25);

    /** Maximum number of names in one response; no cloud returns more. */
    static final int PAGE = 1000;

    private Limits() {}
}
