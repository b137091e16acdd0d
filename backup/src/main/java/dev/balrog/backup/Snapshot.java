// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole database at one moment, as its manifest describes it.
 *
 * @param format version of the layout, {@link #FORMAT}
 * @param database where it came from, without the password
 * @param from what was committed until then is in it
 * @param time what was committed after then is not in it
 * @param file the data
 * @param schemaVersion newest migration of the database; null when it has none, as one of the reference's
 * @param lastChange when the last change was made that the histories know of; null for none
 * @param rows number of rows of each table; null where they could not be counted at the same moment
 * @param madeBy version of Balrog that made the backup
 * @param content what kind of data it is
 */
public record Snapshot(
        int format,
        String database,
        Instant from,
        Instant time,
        StoredFile file,
        @Nullable String schemaVersion,
        @Nullable Instant lastChange,
        @Nullable Map<String, Long> rows,
        String madeBy,
        Content content) {

    /** The layout that this version writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    /** What kind of data there is, and what is needed to go on from it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = SqliteFile.class, name = "sqlite"),
        @JsonSubTypes.Type(value = SqlDump.class, name = "mysql")
    })
    public sealed interface Content {}

    /**
     * A SQLite file, compressed by gzip.
     *
     * @param state which pages it has
     */
    public record SqliteFile(PageState state) implements Content {}

    /**
     * SQL statements, compressed by gzip.
     *
     * @param name name of the database
     * @param server what the server says its version is
     * @param position where the binary log goes on from here; null when the server keeps none
     */
    public record SqlDump(
            String name, String server, @Nullable LogPosition position) implements Content {}
}
