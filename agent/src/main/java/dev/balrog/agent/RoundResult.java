// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

/**
 * What came of looking at the scheduled changes.
 *
 * @param enacted how many changes were made
 * @param elsewhere how many were due, but had just been made by somebody else
 * @param waiting how many are due by their time, but lack signoffs, or are not due, by what the server says
 * @param outdated how many were edited after they had been read, and are read again in the next round
 * @param failed how many are due, but could not be made
 * @param pollFailures how many kinds of changes could not be looked at
 */
public record RoundResult(int enacted, int elsewhere, int waiting, int outdated, int failed, int pollFailures) {
    static final RoundResult NOTHING = new RoundResult(0, 0, 0, 0, 0, 0);

    /** Whether all changes were seen, and those made that were due. */
    public boolean isClean() {
        return failed == 0 && pollFailures == 0;
    }

    RoundResult and(Outcome outcome) {
        return switch (outcome) {
            case ENACTED -> new RoundResult(enacted + 1, elsewhere, waiting, outdated, failed, pollFailures);
            case ELSEWHERE -> new RoundResult(enacted, elsewhere + 1, waiting, outdated, failed, pollFailures);
            case WAITING, NOT_DUE -> new RoundResult(enacted, elsewhere, waiting + 1, outdated, failed, pollFailures);
            case OUTDATED -> new RoundResult(enacted, elsewhere, waiting, outdated + 1, failed, pollFailures);
            case FAILED -> new RoundResult(enacted, elsewhere, waiting, outdated, failed + 1, pollFailures);
        };
    }

    RoundResult andBlind() {
        return new RoundResult(enacted, elsewhere, waiting, outdated, failed, pollFailures + 1);
    }

    /** What came of one change. */
    enum Outcome {
        ENACTED,
        ELSEWHERE,
        WAITING,
        NOT_DUE,
        OUTDATED,
        FAILED
    }
}
