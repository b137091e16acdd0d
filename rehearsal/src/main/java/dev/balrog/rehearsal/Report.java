// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.rehearsal.traffic.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reports the progress of scenarios, and the overall result. */
final class Report implements Progress {
    private static final int SHOWN = 5;
    private static final double MILLIS = 1e3;

    private final PrintWriter out;
    private final long start = System.nanoTime();
    private final List<Row> rows = new ArrayList<>();
    /**
     * Counts that are already reported. Each row gets the difference, so requests between two
     * scenarios count as well.
     */
    private Tally.Counts said = Tally.Counts.NONE;

    private Duration saidAt = Duration.ZERO;
    private final List<String> failures = new ArrayList<>();

    Report(PrintWriter out) {
        this.out = out;
    }

    /**
     * Result of a scenario.
     *
     * @param scenario the scenario's name
     * @param time its duration
     * @param counts the results of clients' requests during the scenario
     * @param lost the number of changes found to be lost after it
     */
    private record Row(String scenario, Duration time, Tally.Counts counts, int lost) {}

    /**
     * Summary of the release managers' changes.
     *
     * @param acknowledged the number of acknowledged changes
     * @param byAgent the number of those that the agent enacted
     * @param repeated the number of changes retried because they were not acknowledged
     */
    record Changes(int acknowledged, int byAgent, int repeated) {}

    /** Reports the start of a scenario. */
    void begins(String scenario) {
        print(String.format(Locale.ROOT, "%n%2d  %s", rows.size() + 1, scenario));
    }

    @Override
    public void step(String what) {
        print(String.format(Locale.ROOT, "    %6.1f s  %s", seconds(elapsed()), what));
    }

    /** Reports the failure of a scenario. */
    void fails(String scenario, String reason) {
        failures.add(scenario + ": " + reason);
        step("FAILED: " + reason);
    }

    /**
     * Reports the end of a scenario, successful or not. Later requests count towards the next one.
     *
     * @param counts the results of clients' requests since the start of the rehearsal
     * @param lost the changes found to be lost after it
     */
    void ends(String scenario, Tally.Counts counts, List<String> lost) {
        Duration now = elapsed();
        Row row = new Row(scenario, now.minus(saidAt), counts.since(said), lost.size());
        rows.add(row);
        said = counts;
        saidAt = now;
        if (row.counts.failed() > 0) {
            failures.add(scenario + ": " + row.counts.failed() + " requests failed");
        }
        if (row.counts.wrong() > 0) {
            failures.add(scenario + ": " + row.counts.wrong() + " answers were wrong");
        }
        if (!lost.isEmpty()) {
            failures.add(scenario + ": " + lost.size() + " changes were lost, such as "
                    + String.join(", ", lost.stream().limit(SHOWN).toList()));
        }
    }

    /** Reports the overall result. */
    void totals(Tally tally, Changes changes) {
        Tally.Counts counts = tally.counts();
        int lost = rows.stream().mapToInt(Row::lost).sum();
        print("");
        print("    scenario                                   time    sent  failed  wrong  lost");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            print(line(i + 1 + "", row.scenario, row.time, row.counts, row.lost));
        }
        print(line("", "all", saidAt, counts, lost));
        print("");
        print("  " + changes.acknowledged + " changes were acknowledged, " + changes.byAgent
                + " of them enacted by the agent. " + changes.repeated + " had to be repeated.");
        print("  " + counts.passedOver() + " requests failed at one app and were answered by another.");
        print("  " + counts.expectedOfCanary()
                + " requests got no update from the bad canary before it was aborted."
                + " They do not count as wrong.");
        print("");
        tally.examples().forEach(example -> print("  " + example));
        failures.forEach(failure -> print("  " + failure));
        print(isGood() ? "The rehearsal passed." : "The rehearsal FAILED.");
    }

    private static String line(String number, String scenario, Duration time, Tally.Counts counts, int lost) {
        return String.format(
                Locale.ROOT,
                "%2s  %-38s %6.1f s  %6d  %6d  %5d  %4d",
                number,
                scenario,
                seconds(time),
                counts.sent(),
                counts.failed(),
                counts.wrong(),
                lost);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    /** Returns whether there are no failures so far. */
    boolean isGood() {
        return failures.isEmpty();
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
