// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a migration, or of what undoes one, with its declaration: a line such as {@code -- balrog: additive} among
 * the comments that it begins with.
 *
 * @param name name of the file
 * @param text SQL, with placeholders
 */
public record MigrationScript(String name, MigrationKind declared, String text) {
    private static final Pattern DECLARATION = Pattern.compile("^-- balrog: *(.*?) *$", Pattern.MULTILINE);
    private static final Pattern HEADER = Pattern.compile("\\A(?:--.*\\R|\\s*\\R)*");

    /**
     * Reads the declaration.
     *
     * @throws MigrationException when there is none, or it says something else
     */
    public static MigrationScript parse(String name, String text) {
        Matcher header = HEADER.matcher(text);
        List<String> words = header.find()
                ? DECLARATION
                        .matcher(header.group())
                        .results()
                        .map(found -> found.group(1))
                        .toList()
                : List.of();
        for (MigrationKind kind : MigrationKind.values()) {
            if (words.equals(List.of(kind.word()))) {
                return new MigrationScript(name, kind, text);
            }
        }
        throw new MigrationException(name
                + " has to say what it is, once, in a line at its beginning: '-- balrog: additive'"
                + " or '-- balrog: destructive'" + (words.isEmpty() ? "" : "; it says " + String.join(", ", words)));
    }
}
