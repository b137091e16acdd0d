// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Versions of a resource that clients may get at a time. A version that was not sent yet must not
 * be served; once a version has been acknowledged for long enough, no earlier one may be served.
 * Times are those of {@link System#nanoTime}.
 */
public final class Journal {
    private final long liveWithinNanos;
    private final List<Entry> entries = new ArrayList<>();
    /** Outages of the database, during which no app can learn of a change. */
    private final List<Away> away = new ArrayList<>();

    private record Away(long from, OptionalLong to) {}

    private record Entry(int version, long time, boolean acknowledged) {}

    /**
     * Range of versions that may be served, inclusive.
     *
     * @param lowest the lowest version
     * @param highest the highest version
     */
    public record Allowed(int lowest, int highest) {
        /** Returns whether the range contains a version. */
        public boolean includes(int version) {
            return lowest <= version && version <= highest;
        }
    }

    /** Creates an empty journal: version 0 is current. */
    public Journal(Duration liveWithin) {
        this.liveWithinNanos = liveWithin.toNanos();
    }

    /** Records that a version is about to be sent to the server. */
    public synchronized void sent(int version, long now) {
        entries.add(new Entry(version, now, false));
    }

    /** Records that a version was acknowledged. */
    public synchronized void acknowledged(int version, long now) {
        entries.add(new Entry(version, now, true));
    }

    /** Records the start of a database outage. */
    public synchronized void databaseGone(long now) {
        away.add(new Away(now, OptionalLong.empty()));
    }

    /** Records the end of a database outage. */
    public synchronized void databaseBack(long now) {
        away.add(new Away(away.removeLast().from, OptionalLong.of(now)));
    }

    /** Returns the versions that are correct for a request and response at these times. */
    public synchronized Allowed allowed(long asked, long answered) {
        int lowest = 0;
        int highest = 0;
        for (Entry entry : entries) {
            if (entry.acknowledged) {
                if (hasToBeLive(entry.time, asked)) {
                    lowest = Math.max(lowest, entry.version);
                }
            } else if (entry.time - answered <= 0) {
                highest = Math.max(highest, entry.version);
            }
        }
        return new Allowed(lowest, highest);
    }

    /**
     * Returns whether a change acknowledged at one time has to be live for a request at another.
     */
    private boolean hasToBeLive(long acknowledged, long asked) {
        long live = acknowledged + liveWithinNanos;
        for (Away interval : away) {
            boolean before = interval.to.isPresent() && interval.to.getAsLong() - acknowledged < 0;
            if (!before && interval.from - live < 0) {
                if (interval.to.isEmpty()) {
                    return false;
                }
                live = interval.to.getAsLong() + liveWithinNanos;
            }
        }
        return live - asked < 0;
    }
}
