// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import dev.balrog.store.migration.Migrations;
import java.util.List;

/** Migrations that create tables of this project's own: all of those after 1.6. */
final class OwnMigrations {
    private OwnMigrations() {}

    /** Returns their files, in order. */
    static List<String> files() {
        return Migrations.bundled().names().stream()
                .filter(file -> !file.matches("V1_[1-6]__.*"))
                .toList();
    }

    /** Returns them as an upgrade names them, in order. */
    static List<String> described() {
        return files().stream()
                .map(file -> file.substring(1, file.length() - ".sql".length())
                                .replace("__", " (")
                                .replaceFirst("_", ".")
                                .replace('_', ' ')
                        + ")")
                .toList();
    }
}
