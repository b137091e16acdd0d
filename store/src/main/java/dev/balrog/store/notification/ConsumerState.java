// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.notification;

/**
 * State of a consumer of a sequence: the collector, which follows the audit log, or a destination,
 * which follows the queue.
 *
 * @param name name of the consumer, up to 40 characters
 * @param position number of the last element that is done with
 * @param positionHash hash of that element, to notice that the sequence was replaced; empty for none
 * @param owner id of the process that works on it; empty for none
 * @param failures number of failed attempts at the next element
 * @param failingSince time of the first of these, in milliseconds since 1970; 0 for none
 * @param retryAt time before which there is no further attempt, in milliseconds since 1970
 * @param updated time of the last update, in milliseconds since 1970
 * @param dataVersion number of updates, for optimistic locking
 */
public record ConsumerState(
        String name,
        long position,
        String positionHash,
        String owner,
        int failures,
        long failingSince,
        long retryAt,
        long updated,
        long dataVersion) {

    /** Returns the state with another owner. */
    public ConsumerState ownedBy(String newOwner) {
        return new ConsumerState(
                name, position, positionHash, newOwner, failures, failingSince, retryAt, updated, dataVersion);
    }

    /** Returns the state after an element is done with, in whatever way. */
    public ConsumerState advancedTo(long newPosition, String hash) {
        return new ConsumerState(name, newPosition, hash, owner, 0, 0, 0, updated, dataVersion);
    }

    /**
     * Returns the state after a failed attempt.
     *
     * @param now time of the failure, in milliseconds since 1970
     * @param next time of the next attempt, in milliseconds since 1970
     */
    public ConsumerState failed(long now, long next) {
        return new ConsumerState(
                name,
                position,
                positionHash,
                owner,
                failures + 1,
                failures == 0 ? now : failingSince,
                next,
                updated,
                dataVersion);
    }

    ConsumerState written(long now) {
        return new ConsumerState(
                name, position, positionHash, owner, failures, failingSince, retryAt, now, dataVersion + 1);
    }
}
