// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.Optional;

/**
 * A change of an object that others may change at the same time. It is made against a state that was read before, and
 * made anew where that had become outdated, or where nobody knows whether it was made, as long as it still makes sense.
 *
 * @param <S> what is read of the object
 * @param <R> what comes of the change
 */
interface OptimisticUpdate<S, R> {

    /** Reads the object as it is now. */
    S read();

    /** Makes the change of the object in this state. */
    R change(S state);

    /** What came of the change if the object is already as it was to become; else empty. */
    Optional<R> outcome(S now);

    /** Whether the change still means the same as it did when the object was in the first state. */
    boolean stillMakesSense(S first, S now);

    /**
     * Makes the change.
     *
     * @throws ClientException when it can't be made; of a conflict, the server's own words
     */
    static <S, R> R run(OptimisticUpdate<S, R> guarded, ClientSettings settings) {
        S first = guarded.read();
        S state = first;
        for (int attempt = 1; ; attempt++) {
            ClientException failure;
            try {
                return guarded.change(state);
            } catch (ApiException e) {
                if (!e.isOutdated() && !e.isServerError()) {
                    throw e;
                }
                failure = e;
            } catch (UnreachableException e) {
                failure = e;
            }
            if (attempt == settings.conflictAttempts() || Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            HttpTransport.sleep(settings.sleeper(), settings.backoff().after(attempt, settings.random()));
            state = guarded.read();
            Optional<R> outcome = guarded.outcome(state);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (!guarded.stillMakesSense(first, state)) {
                throw failure;
            }
            if (!isConflict(failure) && attempt >= settings.attempts()) {
                throw failure;
            }
        }
    }

    private static boolean isConflict(ClientException failure) {
        return failure instanceof ApiException refusal && refusal.isOutdated();
    }
}
