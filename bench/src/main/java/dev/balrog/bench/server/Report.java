// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints figures, and whether they reach the goals, as tables in Markdown. */
public final class Report {
    private final PrintWriter out;

    public Report(PrintWriter out) {
        this.out = out;
        line("| | | |");
        line("|---|--:|---|");
    }

    /** A figure that there is no goal for. */
    public void figure(String what, double value, String unit) {
        line("| %s | %s%s | |", what, number(value), unit);
    }

    /** A figure that should not be less. */
    public void atLeast(String what, double value, double goal, String unit) {
        goal(what, value, value >= goal, "at least " + number(goal), unit);
    }

    /** A figure that should not be more. */
    public void atMost(String what, double value, double goal, String unit) {
        goal(what, value, value <= goal, "at most " + number(goal), unit);
    }

    /** A number of things that there should be none of. */
    public void none(String what, long number) {
        goal(what, (double) number, number == 0, "none", "");
    }

    private void goal(String what, double value, boolean reached, String goal, String unit) {
        line("| %s | %s%s | %s: %s%s |", what, number(value), unit, reached ? "reached" : "MISSED", goal, unit);
    }

    private void line(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    /** Three significant digits or so. */
    private static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
