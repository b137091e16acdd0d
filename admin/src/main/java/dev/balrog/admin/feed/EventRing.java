// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.feed;

/** Ring buffer of the newest events. Positions count all events since the last {@link #reset}. */
final class EventRing {
    // Guarded by this.
    private final FeedEvent[] kept;
    private long end;
    private long keptAfter;

    /** Creates an empty ring buffer for a number of events. */
    EventRing(int events) {
        this.kept = new FeedEvent[events];
    }

    /** Next event of a stream. */
    sealed interface Next {
        record Event(FeedEvent event) implements Next {}

        /** There is no further event yet. */
        record None() implements Next {}

        /** The event is no longer kept. */
        record Lagging() implements Next {}
    }

    /** Removes all events; those after a sequence number will be added. */
    synchronized void reset(long after) {
        end = 0;
        keptAfter = after;
    }

    synchronized void add(FeedEvent event) {
        if (end >= kept.length) {
            keptAfter = Math.max(keptAfter, kept[index(end)].sequence());
        }
        kept[index(end)] = event;
        end++;
    }

    /** Returns the sequence number after which all events are kept. */
    synchronized long keptAfter() {
        return keptAfter;
    }

    /** Returns the position of the next event to be added. */
    synchronized long end() {
        return end;
    }

    /** Returns the position of the first kept event after an entry of the audit log. */
    synchronized long positionAfter(long sequence) {
        long at = oldest();
        while (at < end && !isAfter(kept[index(at)], sequence)) {
            at++;
        }
        return at;
    }

    /** Returns whether a reader who received an entry may not have received this event. */
    private static boolean isAfter(FeedEvent event, long sequence) {
        return event.sequence() > sequence || (!event.isAudited() && event.sequence() == sequence);
    }

    /** Returns the event at a position. */
    synchronized Next at(long position) {
        if (position >= end) {
            return new Next.None();
        }
        return position < oldest() ? new Next.Lagging() : new Next.Event(kept[index(position)]);
    }

    /** Returns whether a reader at a position is so slow that its stream is to be ended. */
    synchronized boolean isLagging(long position) {
        return end - position > kept.length / 2;
    }

    private long oldest() {
        return Math.max(0, end - kept.length);
    }

    private int index(long position) {
        return (int) (position % kept.length);
    }
}
