// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

/**
 * Result of one round over the scheduled changes.
 *
 * @param enacted number of changes that were enacted
 * @param elsewhere number of due changes that another client had just enacted
 * @param waiting number of due changes that lack signoffs, or that the server reports as not due
 * @param outdated number of changes that were edited after they were read, and are read again in
 *     the next round
 * @param failed number of due changes that could not be enacted
 * @param pollFailures number of kinds of changes that could not be polled
 */
public record RoundResult(int enacted, int elsewhere, int waiting, int outdated, int failed, int pollFailures) {
    static final RoundResult NOTHING = new RoundResult(0, 0, 0, 0, 0, 0);

    /** Returns whether all kinds were polled and no due change failed. */
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

    /** Outcome of the attempt to enact one change. */
    enum Outcome {
        ENACTED,
        ELSEWHERE,
        WAITING,
        NOT_DUE,
        OUTDATED,
        FAILED
    }
}
