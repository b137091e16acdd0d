// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

import dev.balrog.bench.Policies;
import dev.balrog.bench.RequestMix;
import dev.balrog.bench.SampleDatabase;
import dev.balrog.bench.SampleDatabase.Size;
import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.Database;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays a release day, and prints the size of an installation that serves it. */
@Command(
        name = "bench/run scale",
        mixinStandardHelpOptions = true,
        description = "Replay a release day in virtual time, and compute how many nodes serve it.")
public final class ScaleModel implements Callable<Integer> {
    private static final long SEED = 7;
    private static final int BAR = 50;
    private static final Map<Duration, Integer> STAGES = Map.of(Duration.ofHours(8), 25, Duration.ofHours(12), 100);

    @Option(
            names = "--clients",
            split = ",",
            defaultValue = "100000000,1000000000",
            description = "Numbers of clients; ${DEFAULT-VALUE} unless given.")
    private List<Long> clients;

    @Option(
            names = "--sample",
            defaultValue = "300000",
            description = "Number of clients that are replayed, for all others; ${DEFAULT-VALUE} unless given.")
    private int sample;

    @Option(
            names = "--microseconds",
            defaultValue = "120",
            description = "Processor time of a request in microseconds, with a connection for each; as measured by"
                    + " bench/run server. ${DEFAULT-VALUE} unless given.")
    private double microseconds;

    @Option(names = "--cores", defaultValue = "2", description = "Cores of a node; ${DEFAULT-VALUE} unless given.")
    private int cores;

    @Option(
            names = "--utilization",
            defaultValue = "0.5",
            description = "Share of the processor that is used at the peak; ${DEFAULT-VALUE} unless given.")
    private double utilization;

    @Option(names = "--regions", defaultValue = "3", description = "Regions; ${DEFAULT-VALUE} unless given.")
    private int regions;

    @Option(
            names = "--caches",
            defaultValue = "20",
            description = "Caches of the content delivery network; ${DEFAULT-VALUE} unless given.")
    private int caches;

    @Option(names = "--data", defaultValue = "bench/target/data", description = "Directory of the sample databases.")
    private Path data;

    @Spec
    private CommandSpec spec;

    /** Runs the command, and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScaleModel()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Snapshot snapshot;
        try (Database database = new SampleDatabase(data).open(Size.SMALL)) {
            snapshot = new SnapshotLoader(database, problem -> {}).load().snapshot();
        }
        List<SampleRequest> requests = requests(sample);
        for (long number : clients) {
            Population population = Population.of(number);
            DayResult day =
                    ReleaseDay.replay(population, requests, Rollout.of(snapshot, STAGES), Policies.usual(), SEED);
            print(out, population, day);
            if (number == clients.getLast()) {
                // The shape is the same for all.
                chart(out, day);
            }
        }
        out.flush();
        return 0;
    }

    /** Returns requests of the mix, each as the first one of a client. */
    static List<SampleRequest> requests(int count) {
        return RequestMix.targets(SEED, count).stream()
                .map(UpdateTarget::parse)
                .map(target -> new SampleRequest(target.format(), target.request(), 1))
                .toList();
    }

    private void print(PrintWriter out, Population population, DayResult day) {
        Forecast forecast = new Forecast(population, day.updatesPerClient());
        Capacity capacity = new Capacity(microseconds, cores, utilization, regions, 4);
        double behind = day.peakRate() * (1 - Cdn.of(caches).hitShare(day.peakRate()));
        out.printf(Locale.ROOT, "%,d clients%n", population.clients());
        out.printf(
                Locale.ROOT,
                "  requests per second, mean       %,12.0f   forecast %,12.0f%n",
                day.meanRate(),
                forecast.meanRate());
        out.printf(
                Locale.ROOT,
                "  requests per second, peak       %,12.0f   forecast %,12.0f%n",
                day.peakRate(),
                forecast.peakRate());
        out.printf(Locale.ROOT, "  offered an update               %11.0f %%%n", 100 * day.offeredShare());
        out.printf(Locale.ROOT, "  bytes of a response, mean       %,12.0f%n", day.meanBytes());
        out.printf(Locale.ROOT, "  sent at the peak, Mbit/s        %,12.0f%n", day.peakBytesPerSecond() * 8 / 1e6);
        out.printf(Locale.ROOT, "                                   without CDN        with CDN%n");
        out.printf(
                Locale.ROOT,
                "  answered by the CDN             %11.0f %% %13.0f %%%n",
                0.0,
                100 * (1 - behind / day.peakRate()));
        out.printf(Locale.ROOT, "  requests per second, peak       %,12.0f   %,12.0f%n", day.peakRate(), behind);
        out.printf(
                Locale.ROOT,
                "  nodes                           %12d   %12d%n",
                capacity.nodes(day.peakRate()),
                capacity.nodes(behind));
        out.printf(
                Locale.ROOT,
                "  polls of the database per s     %,12.0f   %,12.0f%n",
                capacity.databasePolls(day.peakRate()),
                capacity.databasePolls(behind));
        out.println();
    }

    /** Prints requests per second by the hour: # were offered an update, - were not. */
    private static void chart(PrintWriter out, DayResult day) {
        int bins = (int) (Duration.ofHours(1).toSeconds() / day.bin().toSeconds());
        for (int hour = 0; hour < 24; hour++) {
            double sent = 0;
            double offered = 0;
            for (int bin = hour * bins; bin < (hour + 1) * bins; bin++) {
                sent += day.requests()[bin];
                offered += day.offered()[bin];
            }
            double perSecond = sent / Duration.ofHours(1).toSeconds();
            int length = (int) Math.round(BAR * perSecond / day.peakRate());
            int filled = (int) Math.round(length * offered / sent);
            out.printf(
                    Locale.ROOT,
                    "  %02d:00 %,10.0f %s%s%n",
                    hour,
                    perSecond,
                    "#".repeat(filled),
                    "-".repeat(length - filled));
        }
    }
}
