// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.AdminServerOptions;
import dev.balrog.cli.options.OutputOptions;
import dev.balrog.cli.run.Counter;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.simulation.SimulationProgress;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command that uses the admin API. */
@Command(
        abbreviateSynopsis = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:The server rejected the request, or the change is no longer the one agreed to.",
            "2:An option is invalid or missing.",
            "3:The server is unreachable or did not respond."
        })
abstract class RemoteCommand implements Callable<Integer> {
    @Mixin
    private AdminServerOptions server;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() {
        Output out = new Output(spec.commandLine().getOut(), output.format());
        OptionalInt code = runWithoutServer(out);
        return code.isPresent() ? code.getAsInt() : run(server.client(), out);
    }

    /**
     * Executes the command on files alone, if its options ask for that.
     *
     * @return the exit code; empty if the command needs the server
     */
    OptionalInt runWithoutServer(Output out) {
        return OptionalInt.empty();
    }

    /**
     * Prints the reason for which the command failed.
     *
     * @return the exit code for a failure
     */
    final int fail(String sentence) {
        CommandLine command = spec.commandLine();
        command.getErr().println(spec.qualifiedName() + ": " + sentence);
        command.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Runs a simulation, whose progress is shown on a terminal. */
    final <T> T withProgress(Function<SimulationProgress, T> simulation) {
        AtomicLong total = new AtomicLong();
        Counter counter = Counter.on(
                spec.commandLine().getErr(),
                evaluated -> String.format(Locale.ROOT, "%,d of %,d requests evaluated", evaluated, total.get()));
        try {
            return simulation.apply((evaluated, requests) -> {
                total.set(requests);
                counter.accept(evaluated);
            });
        } finally {
            counter.clear();
        }
    }

    /**
     * Executes the command.
     *
     * @return the exit code
     * @throws dev.balrog.client.error.ClientException if a request fails
     */
    abstract int run(BalrogClient client, Output out);
}
