// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Adds to a backup what changed, again and again, until it is closed. What fails is tried again the next time. */
public final class ContinuousBackup implements AutoCloseable {
    private final Backups backups;
    private final Schedule schedule;
    private final Listener listener;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "backup");
    private @Nullable String problem;

    /**
     * When to do what.
     *
     * @param every from one look at the database to the next
     * @param newest longest age of the snapshot that is gone on from
     * @param keep how long each moment can be restored
     */
    public record Schedule(Duration every, Duration newest, Duration keep) {}

    /** Learns what happens; called from the thread of the backup. */
    public interface Listener {

        /** All was seen that there was to back up; the chain has it. */
        void seen(Chain chain);

        /** Something was added. */
        void added(Backups.Step step);

        /** Old chains were deleted. */
        void pruned(List<Chain> chains);

        /** Something went wrong, for the first time or in another way than before. */
        void failed(String message);

        /** It works again. */
        void recovered();
    }

    /**
     * Does nothing before {@link #start}.
     *
     * @param backups is closed with it
     */
    public ContinuousBackup(Backups backups, Schedule schedule, Listener listener) {
        this.backups = backups;
        this.schedule = schedule;
        this.listener = listener;
    }

    /** Begins. To be called once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                step();
            } while (!stopping.await(schedule.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() {
        try {
            Backups.Step step = backups.follow(schedule.newest());
            listener.seen(step.chain());
            if (problem != null) {
                problem = null;
                listener.recovered();
            }
            if (step.isNews()) {
                listener.added(step);
                List<Chain> pruned = backups.prune(schedule.keep());
                if (!pruned.isEmpty()) {
                    listener.pruned(pruned);
                }
            }
        } catch (RuntimeException e) {
            // Whatever it is: a backup that has ended in silence is the worst of all.
            boolean forPeople = e instanceof BackupException || e instanceof StoreException;
            String message = forPeople ? String.valueOf(e.getMessage()) : e.toString();
            if (!message.equals(problem)) {
                problem = message;
                listener.failed(message);
            }
        }
    }

    /** Stops, after the step that is under way. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        backups.close();
    }
}
