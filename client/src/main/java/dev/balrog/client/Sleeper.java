// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
public interface Sleeper {

    /** The one that lets the thread wait. */
    Sleeper SYSTEM = Thread::sleep;

    /** Returns when so much time has passed. */
    void sleep(Duration time) throws InterruptedException;
}
