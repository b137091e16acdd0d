// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.Map;
import org.jooq.SQLDialect;

/** The kinds of databases, and what the placeholders of the scripts stand for there. */
public enum Dialect {
    SQLITE(SQLDialect.SQLITE, "INTEGER NOT NULL PRIMARY KEY", "TEXT", ""),

    // Names are compared exactly, as SQLite does it: of the collations that do so, utf8mb4_bin is the one that
    // MariaDB and MySQL share. It takes no account of blanks at the end, which utf8mb4_nopad_bin would, but MySQL
    // does not have that.
    MARIADB(
            SQLDialect.MARIADB,
            "INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY",
            "LONGTEXT",
            "ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");

    private final SQLDialect grammar;
    private final String generatedKey;
    private final String longText;
    private final String tableOptions;

    Dialect(SQLDialect grammar, String generatedKey, String longText, String tableOptions) {
        this.grammar = grammar;
        this.generatedKey = generatedKey;
        this.longText = longText;
        this.tableOptions = tableOptions;
    }

    SQLDialect grammar() {
        return grammar;
    }

    /** Values by name. */
    public Map<String, String> placeholders() {
        return Map.of("generated_key", generatedKey, "long_text", longText, "table_options", tableOptions);
    }

    /** The text with values in place of the placeholders. */
    String resolve(String text) {
        String resolved = text;
        for (Map.Entry<String, String> placeholder : placeholders().entrySet()) {
            resolved = resolved.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
        }
        return resolved;
    }
}
