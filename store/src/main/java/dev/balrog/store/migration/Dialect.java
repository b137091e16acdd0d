// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.Map;
import org.jooq.SQLDialect;

/** SQL dialects with their values of the placeholders in scripts. */
public enum Dialect {
    SQLITE(SQLDialect.SQLITE, "INTEGER NOT NULL PRIMARY KEY", "TEXT", ""),

    // Names are compared exactly, as on SQLite: utf8mb4_bin is the only binary collation that both
    // MariaDB and MySQL have. It ignores trailing spaces, unlike utf8mb4_nopad_bin, which MySQL
    // does not have.
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

    /** Returns the values of the placeholders by name. */
    public Map<String, String> placeholders() {
        return Map.of("generated_key", generatedKey, "long_text", longText, "table_options", tableOptions);
    }

    /** Returns a string with its placeholders replaced by their values. */
    String resolve(String text) {
        String resolved = text;
        for (Map.Entry<String, String> placeholder : placeholders().entrySet()) {
            resolved = resolved.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
        }
        return resolved;
    }
}
