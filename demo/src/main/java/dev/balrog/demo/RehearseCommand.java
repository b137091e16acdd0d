// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.run.CommandFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Placeholder outside a source tree. In a source tree, {@code ./balrog} runs the rehearsal itself,
 * because it starts this program many times.
 */
@Command(
        name = "rehearse",
        description = "Test deployments, rollbacks and disasters on this host, with real processes and traffic."
                + " It needs the manifests of production, so it is run in a source tree: ./balrog rehearse.")
final class RehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailure("this needs the manifests of production: run ./balrog rehearse in a source tree");
    }
}
