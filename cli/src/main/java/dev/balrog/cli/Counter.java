// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Shows how many rows have been read or written, on one line that is written over; to people only, not to files. */
final class Counter implements LongConsumer {
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter err;
    private final boolean shown;

    private Counter(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** A counter that is shown if the program was started from a terminal. */
    static Counter on(PrintWriter err) {
        // Whether there is none, or one that is no terminal, depends on the version of Java.
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Counter(err, terminal);
    }

    @Override
    public void accept(long rows) {
        if (shown) {
            err.print(ERASE_LINE + rows(rows) + " ...");
            err.flush();
        }
    }

    /** Takes the count away again. */
    void clear() {
        if (shown) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    /** Such as {@code 12,345 rows}. */
    static String rows(long number) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? "row" : "rows");
    }
}
