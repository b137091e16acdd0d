// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.version.VersionScheme;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Build that clients have once they have installed a release. It is the one that the release claims,
 * unless its name has an older version: such clients are offered the release again and again.
 */
public final class InstalledBuild {
    private static final Pattern VERSION_IN_NAME =
            Pattern.compile(".*-([0-9]+\\.[0-9]+(?:\\.[0-9]+)*)(?:b[0-9]+|esr)?(?:-build[0-9]+)?");

    private InstalledBuild() {}

    /** Returns the version in the name of a release, if it is older than that of a build of it. */
    public static Optional<String> olderVersionInName(StoredRelease stored, OfferedBuild build) {
        Matcher name = VERSION_IN_NAME.matcher(stored.name());
        return name.matches()
                        && VersionScheme.MOZILLA
                                        .compare(build.version(), name.group(1))
                                        .orElse(0)
                                > 0
                ? Optional.of(name.group(1))
                : Optional.empty();
    }

    /** Returns the build that a client has after it has installed a release; empty for none. */
    static Optional<OfferedBuild> of(StoredRelease stored, UpdateRequest request) {
        return stored.release()
                .build(request)
                .map(build ->
                        new OfferedBuild(olderVersionInName(stored, build).orElse(build.version()), build.buildId()));
    }
}
