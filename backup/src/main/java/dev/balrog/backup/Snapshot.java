// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Manifest of a full backup: the whole database as of one moment.
 *
 * @param format version of the layout, {@link #FORMAT}
 * @param number 1 for the first in its directory, and so on; null in manifests of earlier versions, which come before
 *     all that have one
 * @param database URI of the database, without the password
 * @param from every change that was committed before this time is in it
 * @param time no change that was committed at this time or later is in it
 * @param file the data
 * @param schemaVersion newest migration of the database; null when it has none, as one made by Mozilla's Balrog
 * @param lastChange time of the newest entry of the history tables; null when they are empty
 * @param rows number of rows of each table; null where they could not be counted at the same moment
 * @param madeBy version of Balrog that made the backup
 * @param content kind of the data
 */
public record Snapshot(
        int format,
        @Nullable Integer number,
        String database,
        Instant from,
        Instant time,
        StoredFile file,
        @Nullable String schemaVersion,
        @Nullable Instant lastChange,
        @Nullable Map<String, Long> rows,
        String madeBy,
        Content content) {

    /** Layout that this version writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    /** Kind of the data, and what is needed to continue from it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = SqliteFile.class, name = "sqlite"),
        @JsonSubTypes.Type(value = SqlDump.class, name = "mysql")
    })
    public sealed interface Content {}

    /**
     * A SQLite file, compressed by gzip.
     *
     * @param state state of its pages
     */
    public record SqliteFile(PageState state) implements Content {}

    /**
     * SQL statements, compressed by gzip.
     *
     * @param name name of the database
     * @param server version of the server
     * @param position position in the binary log of the next change; null when the server keeps none
     */
    public record SqlDump(
            String name, String server, @Nullable LogPosition position) implements Content {}

    /** Returns this snapshot with a number. */
    Snapshot withNumber(int other) {
        return new Snapshot(
                format, other, database, from, time, file, schemaVersion, lastChange, rows, madeBy, content);
    }
}
