// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.server.Wrk.Connections;
import java.io.IOException;
import java.util.List;

/**
 * Compares Balrog with a static snapshot and with one that is replaced every second, under the same
 * load in alternating runs.
 */
final class ReplacementComparison {
    private static final double MOST_TIME = 1.3;

    private final List<Balrog> balrogs;
    private final LoadPlan plan;

    ReplacementComparison(List<Balrog> balrogs, LoadPlan plan) {
        this.balrogs = List.copyOf(balrogs);
        this.plan = plan;
    }

    /** Runs the comparison and reports the results. */
    void run(Report report) throws IOException, InterruptedException {
        for (Balrog balrog : balrogs) {
            plan.warmUp(balrog.server());
            run(report, balrog);
        }
    }

    private void run(Report report, Balrog balrog) throws IOException, InterruptedException {
        ServerProcess server = balrog.server();
        Series atRest = new Series();
        Series replacing = new Series();
        for (int round = 0; round < plan.rounds(); round++) {
            atRest.add(plan.measure(server, Connections.KEPT_ALIVE));
            try (RuleToucher _ = new RuleToucher(balrog.database())) {
                replacing.add(plan.measure(server, Connections.KEPT_ALIVE));
            }
        }
        report.figure(server.name() + ": 99 % latency at rest", atRest.median(Measurement::percentile99Millis), " ms");
        report.figure(
                server.name() + ": 99 % latency while replaced every second",
                replacing.median(Measurement::percentile99Millis),
                " ms");
        report.atMost(
                server.name() + ": 99 % latency while replaced, compared with at rest",
                replacing.ratioTo(atRest, Measurement::percentile99Millis),
                MOST_TIME,
                "");
        report.figure(
                server.name() + ": requests/s while replaced, compared with at rest",
                replacing.ratioTo(atRest, Measurement::requestsPerSecond),
                "");
        report.figure(server.name() + ": memory (RSS) afterwards", server.residentMebibytes(), " MiB");
    }
}
