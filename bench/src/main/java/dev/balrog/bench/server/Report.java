// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints figures and whether they meet their goals, as Markdown tables. */
public final class Report {
    private final PrintWriter out;

    public Report(PrintWriter out) {
        this.out = out;
        line("| | | |");
        line("|---|--:|---|");
    }

    /** Reports a figure without a goal. */
    public void figure(String what, double value, String unit) {
        line("| %s | %s%s | |", what, number(value), unit);
    }

    /** Reports a figure with a minimum. */
    public void atLeast(String what, double value, double goal, String unit) {
        goal(what, value, value >= goal, "at least " + number(goal), unit);
    }

    /** Reports a figure with a maximum. */
    public void atMost(String what, double value, double goal, String unit) {
        goal(what, value, value <= goal, "at most " + number(goal), unit);
    }

    /** Reports a count that should be zero. */
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

    /** Formats a number with about three significant digits. */
    private static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
