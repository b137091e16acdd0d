// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import org.jspecify.annotations.Nullable;

/**
 * Build of a release for a platform and locale.
 *
 * @param version version of the application
 * @param buildId build of the application; null where the format or the release has none
 */
public record OfferedBuild(String version, @Nullable String buildId) {}
