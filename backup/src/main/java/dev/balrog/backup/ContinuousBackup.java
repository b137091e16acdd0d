// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes incremental backups periodically until it is closed. What fails is retried the next time. */
public final class ContinuousBackup implements AutoCloseable {
    private final Backups backups;
    private final Schedule schedule;
    private final Listener listener;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "backup");
    private @Nullable String problem;

    /**
     * Schedule of a continuous backup.
     *
     * @param every interval between two polls of the database
     * @param newest age at which a snapshot is followed by a new one
     * @param keep retention: how long each moment can be restored
     */
    public record Schedule(Duration every, Duration newest, Duration keep) {}

    /** Receives the events of the backup, on its thread. */
    public interface Listener {

        /** The database was polled; the chain has all its changes. */
        void polled(Chain chain);

        /** Something was added. */
        void added(Backups.Step step);

        /** Old chains were deleted. */
        void pruned(List<Chain> chains);

        /** A poll failed, for the first time or with another message than before. */
        void failed(String message);

        /** A poll succeeded after failures. */
        void recovered();
    }

    /**
     * Creates the backup, which begins with {@link #start}.
     *
     * @param backups is closed with it
     */
    public ContinuousBackup(Backups backups, Schedule schedule, Listener listener) {
        this.backups = backups;
        this.schedule = schedule;
        this.listener = listener;
    }

    /** Starts. To be called once. */
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
            Backups.Step step = backups.increment(schedule.newest());
            listener.polled(step.chain());
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
            // Any failure: a backup must never end silently.
            boolean forPeople = e instanceof BackupException || e instanceof StoreException;
            String message = forPeople ? String.valueOf(e.getMessage()) : e.toString();
            if (!message.equals(problem)) {
                problem = message;
                listener.failed(message);
            }
        }
    }

    /** Stops, after the current poll. */
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
