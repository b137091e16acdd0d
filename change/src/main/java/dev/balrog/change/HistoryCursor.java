// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far somebody has read what happened: in each table, the change that is the last one they have seen.
 *
 * @param bounds the id of that change, by table; 0 where nothing is left to be read
 */
public record HistoryCursor(List<Long> bounds) {
    /** Nothing has been read yet. */
    public static final HistoryCursor START = new HistoryCursor(
            HistorySource.ALL.stream().map(_ -> Long.MAX_VALUE).toList());

    private static final int RADIX = 36;
    private static final Pattern TEXT =
            Pattern.compile("[0-9a-z]{1,8}(\\.[0-9a-z]{1,8}){" + (HistorySource.ALL.size() - 1) + "}");

    public HistoryCursor {
        bounds = List.copyOf(bounds);
    }

    /** Reads a cursor; empty when it is none. */
    public static Optional<HistoryCursor> parse(String text) {
        return TEXT.matcher(text).matches()
                ? Optional.of(new HistoryCursor(Arrays.stream(text.split("\\."))
                        .map(bound -> Long.parseLong(bound, RADIX))
                        .toList()))
                : Optional.empty();
    }

    /** The cursor as text. */
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
