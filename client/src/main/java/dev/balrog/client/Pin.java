// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

/**
 * Which release clients get that are pinned to a version.
 *
 * @param version the beginning of versions that they are pinned to, such as {@code 115.} or {@code 115.2.}
 * @param mapping the release's name
 * @param dataVersion how often it was changed, the first being 1
 */
public record Pin(String product, String channel, String version, String mapping, long dataVersion) {}
