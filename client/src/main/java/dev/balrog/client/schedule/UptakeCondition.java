// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

/**
 * Minimum number of clients that use an update.
 *
 * @param product the clients' product
 * @param channel the clients' channel
 * @param uptake the minimum, in the unit of the agent's uptake source
 */
public record UptakeCondition(String product, String channel, long uptake) {}
