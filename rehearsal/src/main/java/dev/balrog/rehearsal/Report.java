// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.rehearsal.traffic.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what happens as it happens, and in the end whether all went well. */
final class Report {
    private static final int SHOWN = 5;
    private static final double MILLIS = 1e3;

    private final PrintWriter out;
    private final List<String> failures = new ArrayList<>();
    private int acts;

    Report(PrintWriter out) {
        this.out = out;
    }

    /**
     * What is there at the end.
     *
     * @param counts what became of the clients' requests
     * @param examples some of those that went wrong
     * @param acknowledged how many changes were acknowledged
     * @param byAgent how many of them the agent made
     * @param repeated how many had to be made again, because they were not acknowledged
     * @param lost what was acknowledged and is not there
     */
    record Totals(
            Tally.Counts counts,
            List<String> examples,
            int acknowledged,
            int byAgent,
            int repeated,
            List<String> lost) {}

    /** Says that an act went as it should, with the requests that clients made meanwhile. */
    void done(String act, String result, Duration time, Tally.Counts counts) {
        line(act, "ok", time, counts, result);
    }

    /** Says that an act did not go as it should. */
    void failed(String act, String reason, Duration time, Tally.Counts counts) {
        failures.add(act + ": " + reason);
        line(act, "FAILED", time, counts, reason);
    }

    private void line(String act, String state, Duration time, Tally.Counts counts, String text) {
        acts++;
        print(String.format(
                Locale.ROOT,
                "%2d  %-34s %-6s %5.1f s  %6d sent, %d failed, %d wrong  %s",
                acts,
                act,
                state,
                time.toMillis() / MILLIS,
                counts.sent(),
                counts.failed(),
                counts.wrong(),
                text));
    }

    /** Says that an act is not played. */
    void leftOut(String act, String reason) {
        print(String.format(Locale.ROOT, " -  %-34s left out: %s", act, reason));
    }

    /** Says how it ended. */
    void totals(Totals totals, Duration time) {
        Tally.Counts counts = totals.counts;
        print("");
        print("requests sent     " + counts.sent());
        print("  failed          " + counts.failed() + mustBeNone(counts.failed()));
        print("  wrong answers   " + counts.wrong() + mustBeNone(counts.wrong()));
        print("  passed over     " + counts.passedOver() + " (an app did not answer, another one did)");
        print("  bad canary      " + counts.expectedOfCanary() + " (told of no update before it was aborted)");
        print("changes           " + totals.acknowledged + " acknowledged, " + totals.byAgent
                + " of them by the agent; " + totals.repeated + " repeated");
        print("  lost            " + totals.lost.size() + mustBeNone(totals.lost.size()));
        totals.examples.forEach(example -> print("    " + example));
        totals.lost.stream().limit(SHOWN).forEach(lost -> print("    lost: " + lost));
        if (counts.failed() > 0 || counts.wrong() > 0) {
            failures.add("clients noticed");
        }
        if (!totals.lost.isEmpty()) {
            failures.add("data was lost");
        }
        print(String.format(Locale.ROOT, "time              %.0f s", time.toMillis() / MILLIS));
        print(isGood() ? "The rehearsal went well." : "The rehearsal FAILED: " + String.join("; ", failures));
    }

    private static String mustBeNone(long number) {
        return number == 0 ? "" : "  <-- must be 0";
    }

    /** Whether nothing went wrong. */
    boolean isGood() {
        return failures.isEmpty();
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
