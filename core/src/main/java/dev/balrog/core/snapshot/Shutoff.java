// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.snapshot;

/**
 * Emergency shutoff: a product and channel whose updates are all stopped.
 *
 * @param product exact name
 * @param channel exact name; requests of partner channels ({@code -cck-}) are shut off with it
 */
public record Shutoff(String product, String channel) {}
