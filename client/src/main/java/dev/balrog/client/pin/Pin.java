// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.pin;

/**
 * Release for clients that are pinned to a version.
 *
 * @param version the prefix of the pinned versions, such as {@code 115.} or {@code 115.2.}
 * @param mapping the release's name
 * @param dataVersion the data version, starting at 1
 */
public record Pin(String product, String channel, String version, String mapping, long dataVersion) {}
