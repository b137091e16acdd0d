// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

/**
 * That enough clients use an update.
 *
 * @param product whose clients
 * @param channel on which channel
 * @param uptake how many at least, in the unit that the agent's source of uptakes has
 */
public record UptakeCondition(String product, String channel, long uptake) {}
