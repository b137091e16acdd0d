// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.transport;

import dev.balrog.client.error.ApiException;
import dev.balrog.client.error.ClientException;
import dev.balrog.client.error.UnreachableException;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.http.HttpTransport;
import java.util.Optional;

/**
 * Change with <a href="https://en.wikipedia.org/wiki/Optimistic_concurrency_control">optimistic
 * locking</a>. It is applied to a state that was read before, and retried after a conflict or if
 * its result is unknown, as long as it is still valid.
 *
 * @param <S> the state of the object
 * @param <R> the result of the change
 */
public interface OptimisticUpdate<S, R> {

    /** Reads the current state of the object. */
    S read();

    /** Applies the change to the object in this state. */
    R change(S state);

    /** Returns the result if the object is already in the desired state; else empty. */
    Optional<R> outcome(S now);

    /** Returns whether the change has the same meaning as in the first state. */
    boolean stillMakesSense(S first, S now);

    /**
     * Runs the change, with retries.
     *
     * @throws ClientException if it fails; after a conflict, with the server's message
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
