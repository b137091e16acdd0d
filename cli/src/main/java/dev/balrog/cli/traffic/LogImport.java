// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.core.traffic.RequestForms;
import dev.balrog.publicapp.traffic.TrafficSketch;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Import of logs into a sample, in bounded memory: one thread reads lines, others parse batches of
 * them.
 */
final class LogImport {
    private static final int BATCH_CHARS = 1 << 20;
    private static final int PROGRESS_LINES = 1 << 16;
    private static final int MAX_UNKNOWN_LINES = 20;
    private static final int MEMO_SLOTS = 1 << 14;
    private static final int MAX_MEMO_CHARS = 1024;
    private static final String POWER_PC = "PPC";

    private final TrafficSketch sketch = new TrafficSketch(TrafficSketch.Size.IMPORT);
    private final LongConsumer progress;
    private final int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    private final AtomicReferenceArray<@Nullable Memo> memos = new AtomicReferenceArray<>(MEMO_SLOTS);
    private long lines;
    private long unreadable;
    private long others;
    private @Nullable RuntimeException failure;

    /**
     * Creates an import.
     *
     * @param progress receives the number of lines from time to time
     */
    LogImport(LongConsumer progress) {
        this.progress = progress;
    }

    /**
     * Request that was parsed recently: logs repeat themselves.
     *
     * @param powerPc whether the user agent may be that of a PowerPC Mac
     * @param update whether it is an update request that the public app answers
     * @param forms the forms that are counted; null if it has none
     */
    private record Memo(
            String target,
            boolean powerPc,
            boolean update,
            @Nullable RequestForms forms) {}

    /** Parsed request of a log, with the number of such requests. */
    private record Parsed(RequestForms forms, long count) {}

    /**
     * Adds the requests of a log. Lines that can't be read are only counted.
     *
     * @return whether the format is known; if none of the first lines is of a known format, the
     *     others are not read
     * @throws IOException if the log can't be read
     */
    boolean add(InputStream log) throws IOException {
        Semaphore batches = new Semaphore(2 * workers);
        try (LineReader reader = new LineReader(log);
                ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            LogFormat format = null;
            int unknown = 0;
            List<String> batch = new ArrayList<>();
            int chars = 0;
            for (String line = reader.next(); line != null; line = reader.next()) {
                if (line.isBlank()) {
                    continue;
                }
                if (++lines % PROGRESS_LINES == 0) {
                    progress.accept(lines);
                }
                if (format == null) {
                    format = LogFormat.of(line).orElse(null);
                    if (format == null) {
                        addUnreadable();
                        if (++unknown == MAX_UNKNOWN_LINES) {
                            return false;
                        }
                        continue;
                    }
                }
                batch.add(line);
                chars += line.length();
                if (chars >= BATCH_CHARS) {
                    submit(batch, format, batches, threads);
                    batch = new ArrayList<>();
                    chars = 0;
                }
            }
            if (format != null) {
                submit(batch, format, batches, threads);
            }
            return format != null || unknown == 0;
        } finally {
            rethrow();
        }
    }

    /** Throws the exception of a batch, if there was one: without that batch, the sample is wrong. */
    private synchronized void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized void failed(RuntimeException e) {
        failure = e;
    }

    private void submit(List<String> batch, LogFormat format, Semaphore batches, ExecutorService threads) {
        batches.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                add(batch, format);
            } catch (RuntimeException e) {
                failed(e);
            } finally {
                batches.release();
            }
        });
    }

    private void add(List<String> batch, LogFormat format) {
        long noEntries = 0;
        long noUpdates = 0;
        long withoutForm = 0;
        List<Parsed> parsed = new ArrayList<>(batch.size());
        for (String line : batch) {
            LogEntry entry = format.parse(line);
            Memo request = entry == null || !entry.method().equals(LogEntry.GET) ? null : parsed(entry);
            if (entry == null) {
                noEntries++;
            } else if (request == null || !request.update) {
                noUpdates += entry.count();
            } else if (request.forms == null) {
                withoutForm += entry.count();
            } else {
                parsed.add(new Parsed(request.forms, entry.count()));
            }
        }
        add(parsed, noEntries, noUpdates, withoutForm);
    }

    private synchronized void add(List<Parsed> parsed, long noEntries, long noUpdates, long withoutForm) {
        unreadable += noEntries;
        others += noUpdates;
        sketch.addUnlisted(withoutForm);
        parsed.forEach(one -> sketch.add(one.forms, one.count));
    }

    private synchronized void addUnreadable() {
        unreadable++;
    }

    private Memo parsed(LogEntry entry) {
        String target = entry.target();
        boolean powerPc = entry.userAgent() != null && entry.userAgent().contains(POWER_PC);
        int slot = target.hashCode() & (MEMO_SLOTS - 1);
        Memo known = memos.get(slot);
        if (known != null && known.powerPc == powerPc && known.target.equals(target)) {
            return known;
        }
        Optional<UpdateTarget> update = UpdateTarget.sent(target, entry.userAgent());
        Memo parsed = new Memo(
                target,
                powerPc,
                update.isPresent(),
                update.flatMap(RequestForms::of).orElse(null));
        if (target.length() <= MAX_MEMO_CHARS) {
            memos.set(slot, parsed);
        }
        return parsed;
    }

    /** Returns the sample of all logs. */
    synchronized RecordedTraffic sample(int minimum) {
        return sketch.sample(minimum, 1);
    }

    /** Returns the number of lines that are not blank. */
    long lines() {
        return lines;
    }

    /** Returns the number of lines that are not of the format of their log. */
    synchronized long unreadable() {
        return unreadable;
    }

    /** Returns the number of requests that are no update requests, or that the public app rejects. */
    synchronized long others() {
        return others;
    }

    /** Returns the number of update requests. */
    synchronized long requests() {
        return sketch.requests();
    }
}
