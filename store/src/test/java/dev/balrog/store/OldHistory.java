// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The table {@code releases_history}, as old databases of Mozilla's Balrog have it, with a few revisions. */
public final class OldHistory {
    /** The content of the second version of Firefox-60.0-build1. */
    public static final String CONTENT = "{\"name\": \"Firefox-60.0-build1\", \"note\": \"naïve\"}";

    private static final String INSERT =
            "INSERT INTO releases_history (changed_by, timestamp, name, product, read_only, data, data_version)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";

    private OldHistory() {}

    /** Creates the table with five revisions, two of them of a nightly release. */
    public static void create(Database database) {
        boolean sqlite = database.isSqlite();
        database.write(sql -> {
            sql.execute("CREATE TABLE releases_history (change_id INTEGER NOT NULL "
                    + (sqlite ? "PRIMARY KEY AUTOINCREMENT" : "AUTO_INCREMENT PRIMARY KEY")
                    + ", changed_by VARCHAR(100) NOT NULL, timestamp BIGINT NOT NULL, name VARCHAR(100) NOT NULL,"
                    + " product VARCHAR(15), read_only BOOLEAN, data " + (sqlite ? "TEXT" : "LONGTEXT")
                    + ", data_version INTEGER)");
            add(sql, "bob", 1524999999999L, "Firefox-60.0-build1", null, null);
            add(sql, "bob", 1525000000000L, "Firefox-60.0-build1", "{\"name\": \"Firefox-60.0-build1\"}", 1);
            add(sql, "ann", 1525000000500L, "Firefox-mozilla-central-nightly-latest", null, null);
            add(sql, "ann", 1525000000501L, "Firefox-mozilla-central-nightly-latest", "{}", 1);
            return add(sql, "ann", 1525000001000L, "Firefox-60.0-build1", CONTENT, 2);
        });
    }

    /** Adds updates of one more release. */
    public static void addUpdates(Database database, int number) {
        database.write(sql -> {
            for (int version = 1; version <= number; version++) {
                add(
                        sql,
                        "ffxbld",
                        1526000000000L + version,
                        "Firefox-61.0-build1",
                        "{\"v\": " + version + "}",
                        version);
            }
            return number;
        });
    }

    private static int add(
            DSLContext sql,
            String changedBy,
            long timestamp,
            String name,
            @Nullable String data,
            @Nullable Integer version) {
        return sql.execute(INSERT, changedBy, timestamp, name, data == null ? null : "Firefox", null, data, version);
    }
}
