// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Filter of the statements that {@code mariadb-binlog} decodes. It removes the transaction ids (GTIDs) of the old server,
 * for which only MySQL's program has an option, and renames the database where a statement qualifies a table with it.
 *
 * <p>The option {@code --rewrite-db} renames the database of {@code USE} and of row events only. Without this filter, DDL
 * and statements of {@code binlog_format=MIXED} that name the database would change the one that was backed up.
 */
final class ReplayFilter {
    /** Transaction ids: a server assigns its own, and may refuse or skip ones that it has seen. */
    private static final Pattern NUMBERS = Pattern.compile(
            "(/\\*!?M?!?[0-9]* ?)?SET @@session\\.(gtid_domain_id|gtid_seq_no|server_id|gtid_next)\\b.*",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> ON_DATABASES = Set.of("CREATE", "DROP", "ALTER");

    private final String from;
    private final String to;
    /** Closing quote of the current string; 0 outside strings. */
    private char quote;

    private char before;
    private String word = "";

    ReplayFilter(String from, String to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies statements.
     *
     * @throws BackupException when there is one that can't be executed on a database of another name
     */
    void copy(InputStream in, OutputStream out) throws IOException {
        // Each byte is read as one character, whatever its encoding.
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            boolean outside = quote == 0;
            if (outside && (line.startsWith("#") || NUMBERS.matcher(line).matches())) {
                continue;
            }
            out.write((from.equals(to) ? line(line, false) : line(line, true)).getBytes(StandardCharsets.ISO_8859_1));
            out.write('\n');
        }
    }

    private String line(String line, boolean renaming) {
        StringBuilder result = new StringBuilder(line.length() + 16);
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            int end = quote != 0 ? afterQuoted(line, at) : afterToken(line, at);
            String token = line.substring(at, end);
            boolean named = quote == 0 && (c == '`' || isWord(c));
            result.append(named && renaming ? renamed(token, line, end) : token);
            if (named) {
                word = token.toUpperCase(Locale.ROOT);
            }
            if (!token.isBlank()) {
                before = line.charAt(end - 1);
            }
            at = end;
        }
        return result.toString();
    }

    private int afterQuoted(String line, int from) {
        for (int at = from; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == quote) {
                quote = 0;
                return at + 1;
            }
        }
        return line.length();
    }

    private int afterToken(String line, int from) {
        char c = line.charAt(from);
        if (c == '\'' || c == '"') {
            quote = c;
            return from + 1;
        }
        if (c == '`') {
            int end = line.indexOf('`', from + 1);
            return end < 0 ? line.length() : end + 1;
        }
        int end = from + 1;
        while (isWord(c) && end < line.length() && isWord(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private String renamed(String token, String line, int end) {
        boolean aboutDatabase = Set.of("DATABASE", "SCHEMA").contains(token.toUpperCase(Locale.ROOT));
        if (aboutDatabase && ON_DATABASES.contains(word)) {
            throw cannot(line);
        }
        boolean qualifies = before != '.' && line.substring(end).stripLeading().startsWith(".");
        if (!qualifies) {
            return token;
        }
        if (token.equals('`' + from + '`')) {
            return '`' + to + '`';
        }
        if (token.equals(from)) {
            // It may as well be a table alias.
            throw cannot(line);
        }
        return token;
    }

    private BackupException cannot(String line) {
        String shown = line.length() > 80 ? line.substring(0, 80) + "…" : line;
        return new BackupException("The binary log has a statement that names the database " + from
                + " itself, and can't be executed on " + to + ": restore to a database named " + from
                + ", on another server if need be. It is: " + shown);
    }
}
