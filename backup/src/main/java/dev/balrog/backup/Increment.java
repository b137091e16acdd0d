// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changed since the increment before it, or since the snapshot, as its manifest describes it.
 *
 * @param number 1 for the first after the snapshot, and so on, without gaps
 * @param from what was committed until then is in it
 * @param time what was committed after then is not in it
 * @param file the data
 * @param lastChange when the last change was made that it holds; null when that is not known
 * @param content what kind of data it is
 */
public record Increment(
        int number,
        Instant from,
        Instant time,
        StoredFile file,
        @Nullable Instant lastChange,
        Content content) {

    /** What kind of data there is, and what is needed to go on from it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Pages.class, name = "sqlite-pages"),
        @JsonSubTypes.Type(value = BinaryLog.class, name = "binary-log")
    })
    public sealed interface Content {}

    /**
     * Pages of a SQLite file, compressed by gzip.
     *
     * @param changed number of pages that it holds
     * @param state what all pages are when these have been replaced
     */
    public record Pages(int changed, PageState state) implements Content {}

    /**
     * A part of one file of a server's binary log, compressed by gzip.
     *
     * @param start where it begins
     * @param end where the next one begins
     */
    public record BinaryLog(LogPosition start, LogPosition end) implements Content {}
}
