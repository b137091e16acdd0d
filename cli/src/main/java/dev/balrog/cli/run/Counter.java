// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.run;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * Progress counter, such as of the rows read or written, on one line that is overwritten. It is only
 * shown on a terminal.
 */
public final class Counter implements LongConsumer {
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter err;
    private final LongFunction<String> format;
    private final boolean shown;

    private Counter(PrintWriter err, LongFunction<String> format, boolean shown) {
        this.err = err;
        this.format = format;
        this.shown = shown;
    }

    /** Creates a counter of rows, which is shown if the program was started from a terminal. */
    public static Counter on(PrintWriter err) {
        return on(err, Counter::rows);
    }

    /**
     * Creates a counter, which is shown if the program was started from a terminal.
     *
     * @param format text for a number
     */
    public static Counter on(PrintWriter err, LongFunction<String> format) {
        // Without a terminal, some versions of Java return no console, others one that is no
        // terminal.
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Counter(err, format, terminal);
    }

    @Override
    public void accept(long number) {
        if (shown) {
            err.print(ERASE_LINE + format.apply(number) + " ...");
            err.flush();
        }
    }

    /** Erases the count. */
    public void clear() {
        if (shown) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    /** Returns a number of rows with its unit, such as {@code 12,345 rows}. */
    public static String rows(long number) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? "row" : "rows");
    }
}
