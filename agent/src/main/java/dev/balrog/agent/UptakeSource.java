// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.util.OptionalDouble;

/** Source of measured uptakes. */
@FunctionalInterface
public interface UptakeSource {

    /**
     * Returns the number or share of clients of a product and channel that use the update, in the
     * unit of the conditions.
     *
     * @return the uptake; empty if it is unknown
     * @throws UptakeException if the measurement fails
     */
    OptionalDouble uptake(String product, String channel) throws UptakeException;
}
