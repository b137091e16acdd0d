// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.data;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Counter;
import dev.balrog.cli.sample.SampleFile;
import dev.balrog.cli.sample.SampleSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes synthetic data. */
@Command(
        name = "generate",
        description = {
            "Write a data set of synthetic data.",
            "For experiments and benchmarks: the same size and seed always give the same data."
        })
public final class GenerateCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "SIZE",
            description = "demo (35 rules, 42 releases), small (500 rules, 120 releases) or large (10,000 rules, 60,000"
                    + " releases).")
    private Size size;

    @Parameters(index = "1", paramLabel = "FILE", description = "File to write; compressed if its name ends in .gz.")
    private Path file;

    @Option(names = "--rules", paramLabel = "NUMBER", description = "Overrides the number of rules.")
    private @Nullable Integer rules;

    @Option(names = "--releases", paramLabel = "NUMBER", description = "Overrides the number of releases.")
    private @Nullable Integer releases;

    @Option(names = "--locales", paramLabel = "NUMBER", description = "Locales of each full release, at most 100.")
    private @Nullable Integer locales;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of the random generator.")
    private long seed;

    @Spec
    private CommandSpec spec;

    /** Named sizes of samples. */
    enum Size {
        DEMO,
        SMALL,
        LARGE;

        private SampleSize sample() {
            return switch (this) {
                case DEMO -> SampleSize.DEMO;
                case SMALL -> SampleSize.SMALL;
                case LARGE -> SampleSize.LARGE;
            };
        }
    }

    @Override
    public void run() {
        Counter counter = Counter.on(spec.commandLine().getErr());
        long rows;
        try {
            rows = SampleFile.write(wanted(), seed, file, counter);
        } catch (IOException unwritable) {
            throw new CommandFailure(file + " can't be written: " + unwritable, unwritable);
        } finally {
            counter.clear();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote " + Counter.rows(rows) + " to " + file + ".");
        out.flush();
    }

    private SampleSize wanted() {
        SampleSize wanted = size.sample();
        try {
            wanted = rules == null ? wanted : wanted.withRules(rules);
            wanted = releases == null ? wanted : wanted.withReleases(releases);
            return locales == null ? wanted : wanted.withLocales(locales);
        } catch (IllegalArgumentException impossible) {
            throw new InvalidOptionException(String.valueOf(impossible.getMessage()));
        }
    }
}
