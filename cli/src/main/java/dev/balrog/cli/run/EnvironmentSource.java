// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.run;

/** Parent command that knows the environment variables of the process. */
public interface EnvironmentSource {
    /** Returns the environment variables of the process. */
    Environment environment();
}
