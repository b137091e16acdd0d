// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.snapshot;

/**
 * Pinnable release: the release for clients that their administrator has pinned to a version.
 *
 * @param product exact name
 * @param channel exact name, without a partner's part
 * @param version pinned version with its trailing dot, such as {@code 115.} or {@code 115.3.}
 * @param mapping name of the release
 */
public record Pin(String product, String channel, String version, String mapping) {}
