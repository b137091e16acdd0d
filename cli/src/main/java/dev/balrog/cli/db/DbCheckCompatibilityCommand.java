// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import dev.balrog.cli.run.CommandFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Placeholder that says where to run the check. It builds two versions, so {@code ./balrog} runs it
 * in a source tree.
 */
@Command(
        name = "check-compatibility",
        description =
                "Check that two versions work on one schema, in the order of their deployment. It builds both from"
                        + " git, so run it in a source tree: ./balrog db check-compatibility --from REF --to REF.")
final class DbCheckCompatibilityCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailure(
                "this command builds two versions from git: run ./balrog db check-compatibility in a source tree");
    }
}
