// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

/** Told what becomes of revisions, to be counted. Called by any thread; must not block. */
public interface HistoryListener {
    /** This many revisions were delivered. */
    void delivered(int revisions);

    /** This many revisions could not be delivered this time, and stay queued. */
    void failed(int revisions);
}
