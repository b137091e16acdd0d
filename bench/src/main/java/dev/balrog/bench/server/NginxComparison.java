// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.server.Wrk.Connections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares Balrog, on one or two data sets, with nginx under the same load in alternating runs. */
final class NginxComparison {
    private static final double LEAST_THROUGHPUT = 0.85;
    private static final double MOST_PROCESSOR_TIME = 1.3;
    private static final double LEAST_THROUGHPUT_OF_LARGE = 0.9;
    private static final double MOST_MEBIBYTES = 1024;
    private static final double MOST_SECONDS_TO_READY = 5;

    private final List<Balrog> balrogs;
    private final ServerProcess nginx;
    private final LoadPlan plan;
    private final Map<Key, Series> series = new HashMap<>();

    private record Key(ServerProcess server, Connections mode) {}

    NginxComparison(List<Balrog> balrogs, ServerProcess nginx, LoadPlan plan) {
        this.balrogs = List.copyOf(balrogs);
        this.nginx = nginx;
        this.plan = plan;
    }

    /** Runs the comparison and reports the results. */
    void run(Report report) throws IOException, InterruptedException {
        List<ServerProcess> servers = new ArrayList<>();
        servers.add(nginx);
        balrogs.forEach(balrog -> servers.add(balrog.server()));
        for (ServerProcess server : servers) {
            plan.warmUp(server);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (Connections mode : Connections.values()) {
                for (ServerProcess server : servers) {
                    series(server, mode).add(plan.measure(server, mode));
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
                    LEAST_THROUGHPUT,
                    "");
            report.atMost(
                    what + ": processor time per request compared with nginx",
                    measured.ratioTo(reference, Measurement::processorMicros),
                    MOST_PROCESSOR_TIME,
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

    private static void reportFigures(Report report, String what, Series measured) {
        report.figure(what + ": requests/s", measured.median(Measurement::requestsPerSecond), "");
        report.figure(what + ": processor time per request", measured.median(Measurement::processorMicros), " µs");
        report.figure(what + ": median latency", measured.median(Measurement::medianMillis), " ms");
        report.figure(what + ": 99 % latency", measured.median(Measurement::percentile99Millis), " ms");
    }

    private static void report(Report report, Balrog balrog) throws IOException {
        ServerProcess server = balrog.server();
        report.atMost(
                server.name() + ": memory (RSS) after all rounds", server.residentMebibytes(), MOST_MEBIBYTES, " MiB");
        report.atMost(
                server.name() + ": from start to first answer",
                server.timeToReady().toMillis() / 1e3,
                MOST_SECONDS_TO_READY,
                " s");
    }
}
