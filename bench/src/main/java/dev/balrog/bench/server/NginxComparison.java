// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.SampleDatabase.Size;
import dev.balrog.bench.server.Wrk.Connections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares Balrog, on one or two data sets, with nginx under the same load in alternating runs. */
final class NginxComparison {
    private static final Goals KEPT_ALIVE = new Goals(1, 1.1);
    private static final Goals ONE_PER_REQUEST = new Goals(0.95, 1.15);
    private static final Goals EVERY_TARGET_NEW = new Goals(0.85, 1.3);
    private static final double LEAST_THROUGHPUT_OF_LARGE = 0.95;
    private static final double MOST_MEBIBYTES = 384;
    private static final double MOST_MEBIBYTES_OF_LARGE = 768;
    private static final double MOST_SECONDS_TO_READY = 1;
    private static final double MOST_SECONDS_TO_READY_OF_LARGE = 2.5;

    private final List<Balrog> balrogs;
    private final ServerProcess nginx;
    private final LoadPlan plan;
    private final LoadPlan nginxPlan;
    private final boolean everyTargetNew;
    private final Map<Key, Series> series = new HashMap<>();

    /**
     * Goals of a load, compared with nginx.
     *
     * @param throughput least requests/s
     * @param processorTime most processor time per request
     */
    private record Goals(double throughput, double processorTime) {}

    private record Key(ServerProcess server, Connections mode) {}

    /**
     * Creates a comparison.
     *
     * @param nginxPlan the same load on the files of nginx
     * @param everyTargetNew whether the load has no target twice
     */
    NginxComparison(
            List<Balrog> balrogs, ServerProcess nginx, LoadPlan plan, LoadPlan nginxPlan, boolean everyTargetNew) {
        this.balrogs = List.copyOf(balrogs);
        this.nginx = nginx;
        this.plan = plan;
        this.nginxPlan = nginxPlan;
        this.everyTargetNew = everyTargetNew;
    }

    /** Runs the comparison and reports the results. */
    void run(Report report) throws IOException, InterruptedException {
        List<ServerProcess> servers = new ArrayList<>();
        servers.add(nginx);
        balrogs.forEach(balrog -> servers.add(balrog.server()));
        for (ServerProcess server : servers) {
            planOf(server).warmUp(server);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (Connections mode : Connections.values()) {
                for (ServerProcess server : servers) {
                    series(server, mode).add(planOf(server).measure(server, mode));
                }
            }
        }
        for (Connections mode : Connections.values()) {
            report(report, mode);
        }
        for (Balrog balrog : balrogs) {
            report(report, balrog);
        }
    }

    @SuppressWarnings("ReferenceEquality") // processes are compared by identity
    private LoadPlan planOf(ServerProcess server) {
        return server == nginx ? nginxPlan : plan;
    }

    private Series series(ServerProcess server, Connections mode) {
        return series.computeIfAbsent(new Key(server, mode), key -> new Series());
    }

    private void report(Report report, Connections mode) {
        String how = mode.description();
        Series reference = series(nginx, mode);
        reportFigures(report, nginx.name() + ", " + how, reference);
        for (Balrog balrog : balrogs) {
            String what = balrog.server().name() + ", " + how;
            Series measured = series(balrog.server(), mode);
            reportFigures(report, what, measured);
            report.atLeast(
                    what + ": requests/s compared with nginx",
                    measured.ratioTo(reference, Measurement::requestsPerSecond),
                    goals(mode).throughput,
                    "");
            report.atMost(
                    what + ": processor time per request compared with nginx",
                    measured.ratioTo(reference, Measurement::processorMicros),
                    goals(mode).processorTime,
                    "");
        }
        if (balrogs.size() > 1) {
            report.atLeast(
                    balrogs.getLast().server().name() + ", " + how + ": requests/s compared with "
                            + balrogs.getFirst().server().name(),
                    series(balrogs.getLast().server(), mode)
                            .ratioTo(series(balrogs.getFirst().server(), mode), Measurement::requestsPerSecond),
                    LEAST_THROUGHPUT_OF_LARGE,
                    "");
        }
    }

    private Goals goals(Connections mode) {
        if (everyTargetNew) {
            return EVERY_TARGET_NEW;
        }
        return switch (mode) {
            case KEPT_ALIVE -> KEPT_ALIVE;
            case ONE_PER_REQUEST -> ONE_PER_REQUEST;
        };
    }

    private static void reportFigures(Report report, String what, Series measured) {
        report.figure(what + ": requests/s", measured.median(Measurement::requestsPerSecond), "");
        report.figure(what + ": processor time per request", measured.median(Measurement::processorMicros), " µs");
        report.figure(what + ": median latency", measured.median(Measurement::medianMillis), " ms");
        report.figure(what + ": 99 % latency", measured.median(Measurement::percentile99Millis), " ms");
    }

    private static void report(Report report, Balrog balrog) throws IOException, InterruptedException {
        ServerProcess server = balrog.server();
        boolean large = balrog.size() == Size.LARGE;
        report.atMost(
                server.name() + ": memory (RSS) after all rounds",
                server.residentMebibytes(),
                large ? MOST_MEBIBYTES_OF_LARGE : MOST_MEBIBYTES,
                " MiB");
        report.atMost(
                server.name() + ": from start to first answer",
                server.timeToReady().toMillis() / 1e3,
                large ? MOST_SECONDS_TO_READY_OF_LARGE : MOST_SECONDS_TO_READY,
                " s");
        report.figure(server.name() + ": responses with a cached body", 100 * balrog.cachedShare(), " %");
    }
}
