// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.Directories;
import dev.balrog.bench.RequestMix;
import dev.balrog.bench.SampleDatabase;
import dev.balrog.bench.SampleDatabase.Size;
import dev.balrog.bench.TrafficSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
    /** Number of targets whose responses nginx serves. */
    private static final int RECORDED = 2_000;

    private static final int DISTINCT = 200_000;
    private static final int REQUESTS = 1_000_000;
    private static final int NEW_PERCENT = 30;
    private static final int ALL_PERCENT = 100;

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

    @Option(
            names = "--traffic",
            defaultValue = "zipf",
            description = "Repetition of requests. zipf: 200,000 targets by Zipf's law, and 30 %% of the requests for a"
                    + " target that is requested once; new: each for a new target; repeated: 2,000 targets."
                    + " ${DEFAULT-VALUE} unless given.")
    private Traffic traffic;

    @Option(names = "--home", defaultValue = ".", hidden = true, description = "The directory of the project.")
    private Path home;

    @Spec
    private CommandSpec spec;

    /** Repetition of requests. */
    enum Traffic {
        ZIPF,
        NEW,
        REPEATED;

        TrafficSample sample() {
            return switch (this) {
                case ZIPF -> TrafficSample.of(SEED, DISTINCT, REQUESTS, NEW_PERCENT);
                case NEW -> TrafficSample.of(SEED, DISTINCT, REQUESTS, ALL_PERCENT);
                case REPEATED -> TrafficSample.of(SEED, RECORDED, REQUESTS, 0);
            };
        }
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServerBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path target = home.toAbsolutePath().normalize().resolve("bench/target");
        Path directory = Directories.emptied(target.resolve("server"));
        TrafficSample sample = traffic.sample();
        LoadPlan plan = plan(directory.resolve("wrk-balrog"), sample, ".");
        List<Balrog> balrogs = new ArrayList<>();
        try {
            for (Size size : sizes()) {
                balrogs.add(start(size, target.resolve("data"), directory));
            }
            measure(balrogs, sample, plan, directory);
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
        int metricsPort = ServerProcess.freePort();
        return new Balrog(
                size, database, Servers.balrog(name, launcher, database, directory, metricsPort), metricsPort);
    }

    private LoadPlan plan(Path directory, TrafficSample sample, String beforeNumber) throws IOException {
        Wrk wrk = new Wrk(directory, sample, beforeNumber, connections);
        return new LoadPlan(wrk, Duration.ofSeconds(seconds), rounds);
    }

    private void measure(List<Balrog> balrogs, TrafficSample sample, LoadPlan plan, Path directory)
            throws IOException, InterruptedException {
        Report report = new Report(spec.commandLine().getOut());
        if (replace) {
            new ReplacementComparison(balrogs, plan).run(report);
            return;
        }
        Path files = directory.resolve("files");
        List<String> recorded = sample.targets().stream()
                .limit(RECORDED)
                .map(target -> target.replace(RequestMix.MARK, ""))
                .toList();
        long length = Recording.record(balrogs.getFirst().server().port(), recorded, files);
        report.figure("Mean length of an answer", (double) length, " bytes");
        try (ServerProcess nginx = Servers.nginx(files, directory)) {
            LoadPlan nginxPlan = plan(directory.resolve("wrk-nginx"), files(sample, recorded), "?");
            new NginxComparison(balrogs, nginx, plan, nginxPlan, traffic == Traffic.NEW).run(report);
        }
    }

    /**
     * Returns the same sequence for files: a file for each of the most frequent targets, and one of
     * them for each other target. A query, which nginx ignores, makes a target new.
     */
    private static TrafficSample files(TrafficSample sample, List<String> recorded) {
        List<String> targets = IntStream.range(0, sample.targets().size())
                .mapToObj(index -> path(recorded.get(index % recorded.size())) + RequestMix.MARK)
                .toList();
        return new TrafficSample(targets, sample.sequence());
    }

    private static String path(String target) {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    private List<Size> sizes() {
        return Stream.of(Size.SMALL, Size.LARGE)
                .filter(size -> small == large || (size == Size.SMALL ? small : large))
                .toList();
    }
}
