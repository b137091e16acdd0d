// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other threads are about to do. */
final class Await {

    private Await() {}

    /** Returns as soon as the condition holds; fails after ten seconds. */
    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited in vain until " + what);
            }
            Thread.sleep(5);
        }
    }
}
