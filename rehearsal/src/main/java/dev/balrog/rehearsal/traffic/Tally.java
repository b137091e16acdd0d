// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import java.util.ArrayList;
import java.util.List;

/** Results of clients' requests. Thread-safe. */
public final class Tally {
    private static final int EXAMPLES = 5;

    private long sent;
    private long failed;
    private long wrong;
    private long passedOver;
    private long expectedOfCanary;
    private final List<String> examples = new ArrayList<>();

    /**
     * Counts at a point in time.
     *
     * @param sent the completed requests
     * @param failed the requests without a response, or with a status other than 200
     * @param wrong the requests with a response that was wrong at that time
     * @param passedOver the requests that one app failed and another one served; they do not count
     *     as failed
     * @param expectedOfCanary the wrong responses of canaries that were broken on purpose
     */
    public record Counts(long sent, long failed, long wrong, long passedOver, long expectedOfCanary) {
        /** Zero counts. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        /** Returns the difference from earlier counts. */
        public Counts since(Counts earlier) {
            return new Counts(
                    sent - earlier.sent,
                    failed - earlier.failed,
                    wrong - earlier.wrong,
                    passedOver - earlier.passedOver,
                    expectedOfCanary - earlier.expectedOfCanary);
        }
    }

    /** Counts a request with a correct response. */
    public synchronized void right(boolean wasPassedOver) {
        sent++;
        passedOver += wasPassedOver ? 1 : 0;
    }

    /** Counts a request that failed. */
    public synchronized void failed(String how) {
        sent++;
        failed++;
        keep("failed: " + how);
    }

    /** Counts a wrong response. */
    public synchronized void wrong(String how) {
        sent++;
        wrong++;
        keep("wrong: " + how);
    }

    /** Counts a wrong response of a canary that was broken on purpose. */
    public synchronized void expectedOfCanary() {
        sent++;
        expectedOfCanary++;
    }

    private void keep(String example) {
        if (examples.size() < EXAMPLES) {
            examples.add(example);
        }
    }

    /** Returns the counts so far. */
    public synchronized Counts counts() {
        return new Counts(sent, failed, wrong, passedOver, expectedOfCanary);
    }

    /** Returns examples of the first failures. */
    public synchronized List<String> examples() {
        return List.copyOf(examples);
    }
}
