// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.http;

import java.time.Duration;

/** Pauses the current thread; replaceable for tests. */
@FunctionalInterface
public interface Sleeper {

    /** Sleeper that uses {@link Thread#sleep(Duration)}. */
    Sleeper SYSTEM = Thread::sleep;

    /** Returns after this time. */
    void sleep(Duration time) throws InterruptedException;
}
