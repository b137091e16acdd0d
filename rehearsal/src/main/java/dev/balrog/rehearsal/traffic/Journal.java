// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which of the numbered versions of something clients may be answered at a time. One that was not sent yet can't be
 * answered; and once a version was acknowledged for long enough, no earlier one may be. Times are those of
 * {@link System#nanoTime}.
 */
public final class Journal {
    private final long liveWithinNanos;
    private final List<Entry> entries = new ArrayList<>();
    /** While the database is away, nobody can know of a change. */
    private final List<Away> away = new ArrayList<>();

    private record Away(long from, OptionalLong to) {}

    private record Entry(int version, long time, boolean acknowledged) {}

    /**
     * The versions that may be answered, both included.
     *
     * @param lowest the earliest of them
     * @param highest the latest of them
     */
    public record Allowed(int lowest, int highest) {
        /** Whether a version is one of them. */
        public boolean includes(int version) {
            return lowest <= version && version <= highest;
        }
    }

    /** An empty journal: version 0 is what there is. */
    public Journal(Duration liveWithin) {
        this.liveWithinNanos = liveWithin.toNanos();
    }

    /** Notes that a version is about to be asked for. */
    public synchronized void sent(int version, long now) {
        entries.add(new Entry(version, now, false));
    }

    /** Notes that a version was acknowledged. */
    public synchronized void acknowledged(int version, long now) {
        entries.add(new Entry(version, now, true));
    }

    /** Notes that the database goes away. */
    public synchronized void databaseGone(long now) {
        away.add(new Away(now, OptionalLong.empty()));
    }

    /** Notes that the database is back. */
    public synchronized void databaseBack(long now) {
        away.add(new Away(away.removeLast().from, OptionalLong.of(now)));
    }

    /** What a client may be answered that asked at one time, and had its answer at another. */
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

    /** Whether a change that was acknowledged at a time has to be known to whoever asks at another. */
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
