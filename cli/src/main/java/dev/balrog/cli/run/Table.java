// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;

/** Table of text for people. */
public final class Table {
    private Table() {}

    /** Prints rows with aligned columns. */
    public static void print(List<List<String>> rows, PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }
}
