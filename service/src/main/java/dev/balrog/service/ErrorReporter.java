// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.util.Map;

/**
 * Receiver of unexpected errors. Implementations never throw and never block their caller for long.
 */
@FunctionalInterface
public interface ErrorReporter extends AutoCloseable {

    /**
     * Reports an error.
     *
     * @param error the error
     * @param context what the process was doing, as short names and values; secrets are removed
     *     before it leaves the process
     */
    void report(Throwable error, Map<String, String> context);

    /** Sends pending reports. */
    @Override
    default void close() {}
}
