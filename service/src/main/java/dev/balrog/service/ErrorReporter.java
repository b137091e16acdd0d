// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.util.Map;

/** Where errors go that nobody expected. Implementations never throw and never block their caller for long. */
@FunctionalInterface
public interface ErrorReporter extends AutoCloseable {

    /**
     * Reports an error.
     *
     * @param error what was thrown
     * @param context what was being done, as short names and values; secrets in it are removed before it leaves
     */
    void report(Throwable error, Map<String, String> context);

    /** Sends what is still waiting to be sent. */
    @Override
    default void close() {}
}
