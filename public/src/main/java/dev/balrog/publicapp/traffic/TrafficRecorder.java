// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.traffic;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.traffic.RecordedTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Records some update requests, chosen at random, without delaying them. Each event loop collects
 * its own in a small batch; one thread counts full batches in a sketch.
 * When it does not keep up, batches are dropped. Memory is bounded by the sketch, and by some
 * megabytes for batches.
 */
public final class TrafficRecorder implements AutoCloseable {
    private static final int BATCH = 64;
    private static final int MAX_WAITING_BATCHES = 64;
    private static final long SAMPLE_SECONDS = 20;

    private final int oneOf;
    private final RandomGenerator random;
    private final TrafficSketch sketch = new TrafficSketch(TrafficSketch.Size.SERVER);
    private final List<Batch> batches = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Batch> ownBatch = ThreadLocal.withInitial(this::newBatch);
    private final ThreadPoolExecutor counting = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_BATCHES),
            Thread.ofPlatform().daemon().name("traffic-", 0).factory());

    /**
     * Creates a recorder.
     *
     * @param oneOf number of requests of which one is recorded, at least 1
     * @param random source of the choice; thread-safe
     */
    public TrafficRecorder(int oneOf, RandomGenerator random) {
        this.oneOf = oneOf;
        this.random = random;
    }

    /** Requests of one thread. Its lock is contended only while a sample is taken. */
    private final class Batch {
        private List<UpdateTarget> requests = new ArrayList<>(BATCH);
        private int tooLong;

        synchronized void add(UpdateTarget request) {
            requests.add(request);
            if (requests.size() == BATCH) {
                flush();
            }
        }

        synchronized void addTooLong() {
            tooLong++;
            if (tooLong == BATCH) {
                flush();
            }
        }

        synchronized void flush() {
            List<UpdateTarget> full = requests;
            int others = tooLong;
            requests = new ArrayList<>(BATCH);
            tooLong = 0;
            try {
                counting.execute(() -> count(full, others));
            } catch (RejectedExecutionException behind) {
                // Serving goes first: these requests are missing in the sample.
            }
        }
    }

    private void count(List<UpdateTarget> requests, int others) {
        requests.forEach(sketch::add);
        sketch.addUnlisted(others);
    }

    private Batch newBatch() {
        Batch batch = new Batch();
        batches.add(batch);
        return batch;
    }

    /**
     * Records a request, or not. Threads contend for a lock once for each full batch.
     *
     * @param characters length of the request target
     */
    public void record(Format format, UpdateRequest request, int characters) {
        if (oneOf > 1 && random.nextInt(oneOf) != 0) {
            return;
        }
        if (characters > TrafficSketch.MAX_URL_CHARS) {
            ownBatch.get().addTooLong();
        } else {
            ownBatch.get().add(new UpdateTarget(format, request));
        }
    }

    /**
     * Returns a sample of the requests since the start.
     *
     * @throws TimeoutException if counting takes too long
     */
    public RecordedTraffic sample(int minimum) throws InterruptedException, TimeoutException {
        batches.forEach(Batch::flush);
        try {
            return counting.submit(() -> sketch.sample(minimum, oneOf)).get(SAMPLE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException behind) {
            throw new TimeoutException("Too many batches are waiting");
        } catch (ExecutionException e) {
            throw new IllegalStateException("The sample can't be made", e);
        }
    }

    @Override
    public void close() {
        counting.shutdownNow();
    }
}
