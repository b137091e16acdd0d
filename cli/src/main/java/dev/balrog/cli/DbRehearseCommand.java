// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands in where there is no source tree: {@code ./balrog} runs the rehearsal itself, since it builds two versions. */
@Command(
        name = "rehearse",
        description = "Prove that two versions work on one schema in the order of their deployment. It builds both from"
                + " git, so it is run in a source tree: ./balrog db rehearse --from REF --to REF.")
final class DbRehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailure("this builds two versions from git: run ./balrog db rehearse in a source tree");
    }
}
