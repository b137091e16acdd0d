// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Script of a migration or of its undo.
 *
 * @param name name of the file
 * @param text SQL with placeholders
 */
public record MigrationScript(String name, String text) {
    private static final Pattern END = Pattern.compile(";[ \\t]*(?:\\R|\\z)");
    private static final Pattern COMMENT = Pattern.compile("^[ \\t]*--.*(?:\\R|\\z)", Pattern.MULTILINE);

    /**
     * Returns the statements without their semicolons. A semicolon ends a statement only at the end
     * of a line.
     */
    public List<String> statements(Dialect dialect) {
        String code = COMMENT.matcher(dialect.resolve(text)).replaceAll("");
        return Arrays.stream(END.split(code, -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
