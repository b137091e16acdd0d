// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.service.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** Output of {@code --version}: version and commit of the build, and the version of Java. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        BuildInfo build = BuildInfo.current();
        return new String[] {
            "balrog " + build.version() + " (commit " + build.commit() + ", Java " + Runtime.version() + ")"
        };
    }
}
