// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

/** Texts that got into the API in the way in which Python writes values. */
final class PythonText {
    private PythonText() {}

    /** A text as the only element of a tuple. */
    static String tuple(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder tuple = new StringBuilder("(").append(quote);
        text.chars().forEach(c -> {
            if (c == quote || c == '\\') {
                tuple.append('\\');
            }
            tuple.append((char) c);
        });
        return tuple.append(quote).append(",)").toString();
    }
}
