// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.util.OptionalDouble;

/** Knows how many clients use an update. */
@FunctionalInterface
public interface UptakeSource {

    /**
     * How many clients of a product and channel use the update, in any unit that conditions are given in.
     *
     * @return empty if nobody knows
     * @throws UptakeException when it can't be found out
     */
    OptionalDouble uptake(String product, String channel) throws UptakeException;

    /** It can't be found out. The message is one line. */
    final class UptakeException extends Exception {
        private static final long serialVersionUID = 1L;

        UptakeException(String message) {
            super(message);
        }

        UptakeException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
