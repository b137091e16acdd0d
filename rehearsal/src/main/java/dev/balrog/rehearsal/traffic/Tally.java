// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import java.util.ArrayList;
import java.util.List;

/** What became of the requests of clients. Safe from any thread. */
public final class Tally {
    private static final int EXAMPLES = 5;

    private long sent;
    private long failed;
    private long wrong;
    private long passedOver;
    private long expectedOfCanary;
    private final List<String> examples = new ArrayList<>();

    /**
     * The numbers at a time.
     *
     * @param sent requests that have been sent and are done
     * @param failed those without an answer, or with another status than 200
     * @param wrong those with an answer that was not right at the time
     * @param passedOver those that one app left unanswered and another one answered; they are no failures
     * @param expectedOfCanary those that a canary answered wrongly which had been made bad for that
     */
    public record Counts(long sent, long failed, long wrong, long passedOver, long expectedOfCanary) {
        /** Before anything happened. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        /** What came on top of earlier numbers. */
        public Counts since(Counts earlier) {
            return new Counts(
                    sent - earlier.sent,
                    failed - earlier.failed,
                    wrong - earlier.wrong,
                    passedOver - earlier.passedOver,
                    expectedOfCanary - earlier.expectedOfCanary);
        }
    }

    /** Counts a request that was answered rightly. */
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

    /** Counts a wrong answer. */
    public synchronized void wrong(String how) {
        sent++;
        wrong++;
        keep("wrong: " + how);
    }

    /** Counts a wrong answer of a canary that was made bad. */
    public synchronized void expectedOfCanary() {
        sent++;
        expectedOfCanary++;
    }

    private void keep(String example) {
        if (examples.size() < EXAMPLES) {
            examples.add(example);
        }
    }

    /** The numbers so far. */
    public synchronized Counts counts() {
        return new Counts(sent, failed, wrong, passedOver, expectedOfCanary);
    }

    /** Some of what went wrong, the first of it. */
    public synchronized List<String> examples() {
        return List.copyOf(examples);
    }
}
