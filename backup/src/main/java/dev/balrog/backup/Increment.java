// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Manifest of an incremental backup: the changes since the increment before it, or since the snapshot.
 *
 * @param number 1 for the first after the snapshot, and so on, without gaps
 * @param since every change in it was committed at this time or later; null in manifests of earlier versions
 * @param from every change that was committed before this time is in it or in an earlier part
 * @param time no change that was committed at this time or later is in it
 * @param file the data
 * @param lastChange time of its last change; null when that is not known
 * @param content kind of the data
 */
public record Increment(
        int number,
        @Nullable Instant since,
        Instant from,
        Instant time,
        StoredFile file,
        @Nullable Instant lastChange,
        Content content) {

    /** Kind of the data, and what is needed to continue from it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Pages.class, name = "sqlite-pages"),
        @JsonSubTypes.Type(value = BinaryLog.class, name = "binary-log")
    })
    public sealed interface Content {}

    /**
     * Pages of a SQLite file, compressed by gzip.
     *
     * @param changed number of pages in it
     * @param state state of all pages once these are replaced
     */
    public record Pages(int changed, PageState state) implements Content {}

    /**
     * Part of one file of a server's binary log, compressed by gzip.
     *
     * @param start position of its first event
     * @param end position after its last event
     * @param clockStep step back of the server's clock within it; null when there was none, and in manifests of earlier
     *     versions
     */
    public record BinaryLog(
            LogPosition start, LogPosition end, @Nullable ClockStep clockStep) implements Content {}

    /**
     * Step back of a clock: times between the two occurred twice, and commits are not in the order of their times.
     *
     * @param from latest time before the step
     * @param to earliest time after it
     */
    public record ClockStep(Instant from, Instant to) {
        /** Returns whether changes from before and from after the step are on both sides of a time. */
        boolean isAround(Instant time) {
            return to.isBefore(time) && !from.isBefore(time);
        }
    }
}
