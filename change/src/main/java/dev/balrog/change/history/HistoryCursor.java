// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Position in the merged history: for each table, the last change that was read.
 *
 * @param bounds id of that change, by table; 0 for a table without unread rows
 */
public record HistoryCursor(List<Long> bounds) {
    /** Cursor before the first page. */
    public static final HistoryCursor START = new HistoryCursor(
            HistorySource.ALL.stream().map(_ -> Long.MAX_VALUE).toList());

    private static final int RADIX = 36;
    private static final Pattern TEXT =
            Pattern.compile("[0-9a-z]{1,8}(\\.[0-9a-z]{1,8}){" + (HistorySource.ALL.size() - 1) + "}");

    public HistoryCursor {
        bounds = List.copyOf(bounds);
    }

    /** Parses a cursor; empty if it is malformed. */
    public static Optional<HistoryCursor> parse(String text) {
        return TEXT.matcher(text).matches()
                ? Optional.of(new HistoryCursor(Arrays.stream(text.split("\\."))
                        .map(bound -> Long.parseLong(bound, RADIX))
                        .toList()))
                : Optional.empty();
    }

    /** Returns the cursor as a string. */
    public String text() {
        return bounds.stream().map(bound -> Long.toString(bound, RADIX)).collect(Collectors.joining("."));
    }

    long bound(HistorySource source) {
        return bounds.get(HistorySource.ALL.indexOf(source));
    }

    boolean isAtEnd() {
        return bounds.stream().allMatch(bound -> bound == 0);
    }
}
