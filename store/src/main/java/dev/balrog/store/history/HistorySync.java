// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import dev.balrog.store.Database;
import dev.balrog.store.history.HistoryTableReader.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Copies revisions of releases from the table {@code releases_history} to the object stores, under
 * the names that {@link RevisionOutbox} reads. Revisions that are there already are not written
 * again, so a run that was stopped goes on where it ended. The table is only read.
 */
public final class HistorySync {
    private static final int PAGE = 500;
    /** Releases whose stored revisions are remembered; revisions of a release are close together. */
    private static final int REMEMBERED = 1_000;

    private final HistoryTableReader table;
    private final HistoryBuckets buckets;
    private final Options options;
    private final Map<String, Set<String>> stored = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * What to do.
     *
     * @param nightly whether revisions of nightly releases are copied as well
     * @param write whether anything is written
     * @param verify whether revisions in the object store are compared with the table
     * @param parallel maximum number of requests to the object store at the same time
     */
    public record Options(boolean nightly, boolean write, boolean verify, int parallel) {}

    /**
     * Outcome, or progress so far.
     *
     * @param copied number of revisions that were written, or without {@link Options#write} would be
     * @param present number of revisions that were in the object store
     * @param skipped number of revisions of nightly releases that were left out
     * @param different names of objects whose content is not that of the table; only with {@link
     *     Options#verify}
     */
    public record Result(long copied, long present, long skipped, List<String> different) {
        public Result {
            different = List.copyOf(different);
        }

        private Result plus(Result other) {
            List<String> all = new ArrayList<>(different);
            all.addAll(other.different);
            return new Result(copied + other.copied, present + other.present, skipped + other.skipped, all);
        }
    }

    private static final Result NOTHING = new Result(0, 0, 0, List.of());
    private static final Result COPIED = new Result(1, 0, 0, List.of());
    private static final Result PRESENT = new Result(0, 1, 0, List.of());
    private static final Result SKIPPED = new Result(0, 0, 1, List.of());

    /**
     * Creates a run.
     *
     * @param database database; has to outlive the run
     * @param buckets object stores; have to outlive the run
     */
    public HistorySync(Database database, HistoryBuckets buckets, Options options) {
        this.table = new HistoryTableReader(database);
        this.buckets = buckets;
        this.options = options;
    }

    /**
     * Copies what is missing.
     *
     * @param progress called with the result so far, now and then
     * @return empty if the database has no such table
     * @throws dev.balrog.store.StoreException when the database fails
     * @throws ObjectStoreException when an object store fails; what was copied until then stays
     * @throws InterruptedException when the thread is interrupted; what was copied until then stays
     */
    public Optional<Result> run(Consumer<Result> progress) throws InterruptedException {
        if (!table.exists()) {
            return Optional.empty();
        }
        Result result = NOTHING;
        try (ExecutorService threads = Executors.newFixedThreadPool(
                options.parallel(), Thread.ofVirtual().factory())) {
            List<Entry> page = table.after(Long.MIN_VALUE, PAGE);
            while (!page.isEmpty()) {
                result = result.plus(copy(page, threads));
                progress.accept(result);
                page = table.after(page.getLast().changeId(), PAGE);
            }
        }
        return Optional.of(result);
    }

    private Result copy(List<Entry> page, ExecutorService threads) throws InterruptedException {
        Result result = NOTHING;
        List<Callable<Result>> copies = new ArrayList<>();
        List<Callable<Result>> comparisons = new ArrayList<>();
        for (Entry entry : page) {
            if (entry.bucket() == HistoryBucket.NIGHTLY && !options.nightly()) {
                result = result.plus(SKIPPED);
            } else if (stored(entry).add(entry.objectName())) {
                copies.add(() -> copy(entry));
            } else {
                comparisons.add(() -> compare(entry));
            }
        }
        // A page may have a revision twice, so comparisons come last.
        return result.plus(all(copies, threads)).plus(all(comparisons, threads));
    }

    /** Runs tasks; the first failure ends all of them. */
    private static Result all(List<Callable<Result>> tasks, ExecutorService threads) throws InterruptedException {
        List<Future<Result>> futures = tasks.stream().map(threads::submit).toList();
        try {
            Result result = NOTHING;
            for (Future<Result> future : futures) {
                result = result.plus(future.get());
            }
            return result;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    private Set<String> stored(Entry entry) {
        return stored.computeIfAbsent(
                entry.identifier(),
                identifier -> new HashSet<>(buckets.store(entry.bucket()).list(RevisionInfo.prefix(identifier))));
    }

    private Result copy(Entry entry) {
        Optional<String> content = table.content(entry);
        if (content.isEmpty()) {
            return NOTHING;
        }
        if (options.write()) {
            buckets.store(entry.bucket()).put(entry.objectName(), content.get().getBytes(StandardCharsets.UTF_8));
        }
        return COPIED;
    }

    private Result compare(Entry entry) {
        if (!options.verify()) {
            return PRESENT;
        }
        Optional<byte[]> expected = table.content(entry).map(content -> content.getBytes(StandardCharsets.UTF_8));
        Optional<byte[]> actual = buckets.store(entry.bucket()).get(entry.objectName());
        boolean equal = expected.isEmpty() || Arrays.equals(expected.get(), actual.orElse(null));
        return equal ? PRESENT : new Result(0, 1, 0, List.of(entry.objectName()));
    }
}
