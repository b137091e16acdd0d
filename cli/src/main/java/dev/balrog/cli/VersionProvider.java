// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.service.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: what the build wrote down, and the Java that runs it. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        BuildInfo build = BuildInfo.current();
        return new String[] {
            "balrog " + build.version() + " (commit " + build.commit() + ", Java " + Runtime.version() + ")"
        };
    }
}
