// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import java.util.Optional;

/**
 * Range of versions.
 *
 * @param low the lowest version; empty where there is no limit
 * @param isLowIncluded whether the range includes its lowest version
 * @param high the highest version; empty where there is no limit
 * @param isHighIncluded whether the range includes its highest version
 */
public record VersionRange(Optional<String> low, boolean isLowIncluded, Optional<String> high, boolean isHighIncluded) {
    static final VersionRange ALL = new VersionRange(Optional.empty(), false, Optional.empty(), false);

    /** Returns the range of one version. */
    static VersionRange of(String version) {
        return new VersionRange(Optional.of(version), true, Optional.of(version), true);
    }

    /** Returns the range from the beginning of this one to the end of a later one. */
    VersionRange through(VersionRange later) {
        return new VersionRange(low, isLowIncluded, later.high, later.isHighIncluded);
    }
}
