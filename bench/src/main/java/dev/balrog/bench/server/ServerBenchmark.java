// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.Directories;
import dev.balrog.bench.RequestMix;
import dev.balrog.bench.SampleDatabase;
import dev.balrog.bench.SampleDatabase.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares Balrog's public app with nginx, which serves the same responses as files, under load.
 */
@Command(
        name = "bench/run server",
        mixinStandardHelpOptions = true,
        description = "Compare the public app with nginx serving the same answers as files. Needs nginx and wrk.")
public final class ServerBenchmark implements Callable<Integer> {
    private static final long SEED = 7;
    private static final int TARGETS = 2_000;

    @Option(names = "--small", description = "Measure with 500 rules and 60 full releases.")
    private boolean small;

    @Option(names = "--large", description = "Measure with 10,000 rules and 60,000 releases. Without either: both.")
    private boolean large;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a run; ${DEFAULT-VALUE} unless given.")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Number of rounds; ${DEFAULT-VALUE} unless given.")
    private int rounds;

    @Option(
            names = "--connections",
            defaultValue = "64",
            description = "How many at a time; ${DEFAULT-VALUE} unless given.")
    private int connections;

    @Option(
            names = "--replace",
            description = "Measure how much longer requests take while the snapshot is replaced every second.")
    private boolean replace;

    @Option(names = "--home", defaultValue = ".", hidden = true, description = "The directory of the project.")
    private Path home;

    @Spec
    private CommandSpec spec;

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServerBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path target = home.toAbsolutePath().normalize().resolve("bench/target");
        Path directory = Directories.emptied(target.resolve("server"));
        List<String> targets = RequestMix.targets(SEED, TARGETS);
        LoadPlan plan = new LoadPlan(new Wrk(directory, targets, connections), Duration.ofSeconds(seconds), rounds);
        List<Balrog> balrogs = new ArrayList<>();
        try {
            for (Size size : sizes()) {
                balrogs.add(start(size, target.resolve("data"), directory));
            }
            measure(balrogs, targets, plan, directory);
        } finally {
            balrogs.forEach(balrog -> balrog.server().close());
        }
        return 0;
    }

    private Balrog start(Size size, Path data, Path directory) throws IOException, InterruptedException {
        String name = "balrog-" + size.name().toLowerCase(Locale.ROOT);
        // Use a copy, since the benchmark changes rules.
        Path database = Files.copy(new SampleDatabase(data).file(size), directory.resolve(name + ".db"));
        Path launcher = home.resolve("balrog").toAbsolutePath();
        return new Balrog(size, database, Servers.balrog(name, launcher, database, directory));
    }

    private void measure(List<Balrog> balrogs, List<String> targets, LoadPlan plan, Path directory)
            throws IOException, InterruptedException {
        Report report = new Report(spec.commandLine().getOut());
        if (replace) {
            new ReplacementComparison(balrogs, plan).run(report);
            return;
        }
        Path files = directory.resolve("files");
        long length = Recording.record(balrogs.getFirst().server().port(), targets, files);
        report.figure("Mean length of an answer", (double) length, " bytes");
        try (ServerProcess nginx = Servers.nginx(files, directory)) {
            new NginxComparison(balrogs, nginx, plan).run(report);
        }
    }

    private List<Size> sizes() {
        return Stream.of(Size.SMALL, Size.LARGE)
                .filter(size -> small == large || (size == Size.SMALL ? small : large))
                .toList();
    }
}
