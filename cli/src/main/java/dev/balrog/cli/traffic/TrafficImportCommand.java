// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Counter;
import dev.balrog.core.traffic.RecordedTraffic;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a traffic sample from logs. */
@Command(
        name = "import",
        abbreviateSynopsis = true,
        description = {
            "Make a traffic sample from logs.",
            "The logs are lines of JSON of a load balancer (the table requests), in common or combined log format, or"
                    + " lists of URLs with the number of requests before each; compressed by gzip or not. The format"
                    + " of each is detected.",
            "The sample has the update requests that clients sent by GET, as far as rules look at them, with their"
                    + " numbers: no addresses, no times, no user agents. docs/traffic.md tells more."
        })
public final class TrafficImportCommand implements Runnable {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "LOG", arity = "1..*", description = "A log to read; - for standard input.")
    private List<String> logs;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "File to write the sample to, compressed if its name ends in .gz. Default: standard output.")
    private @Nullable Path file;

    @Option(
            names = "--minimum",
            paramLabel = "NUMBER",
            defaultValue = "10",
            description = "Smallest number of requests that the sample tells of. Requests of which there are fewer are"
                    + " made less specific, until there are as many of them.")
    @Variable("BALROG_TRAFFIC_MINIMUM")
    private int minimum;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (minimum < 1) {
            throw new InvalidOptionException("--minimum has to be at least 1, not " + minimum);
        }
        PrintWriter err = spec.commandLine().getErr();
        Counter counter = Counter.on(err, lines -> String.format(Locale.ROOT, "%,d lines", lines));
        LogImport imported = new LogImport(counter);
        try {
            logs.forEach(log -> add(imported, log));
        } finally {
            counter.clear();
        }
        if (imported.requests() == 0) {
            throw new CommandFailure("no update request was found; " + summary(imported));
        }
        RecordedTraffic sample = imported.sample(minimum);
        if (file == null) {
            TrafficFile.print(sample, spec.commandLine().getOut());
        } else {
            TrafficFile.write(sample, file);
        }
        err.println(summary(imported));
        err.println(String.format(
                Locale.ROOT,
                "The sample has %,d distinct requests, and leaves out %.1f %% of all requests.",
                sample.cells().size(),
                sample.suppressedShare() * 100));
        err.flush();
    }

    private static String summary(LogImport imported) {
        return String.format(
                Locale.ROOT,
                "%,d lines: %,d update requests, %,d other requests, %,d lines that can't be read.",
                imported.lines(),
                imported.requests(),
                imported.others(),
                imported.unreadable());
    }

    private static void add(LogImport imported, String log) {
        try (InputStream in = log.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(log))) {
            if (!imported.add(in)) {
                throw new CommandFailure(log + ": the first lines are neither JSON, nor in common or combined log"
                        + " format, nor URLs");
            }
        } catch (IOException unreadable) {
            throw new CommandFailure("can't read " + log + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
