// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

/** Listener for delivery metrics of revisions. Called by any thread; must not block. */
public interface HistoryListener {
    /** Records delivered revisions. */
    void delivered(int revisions);

    /** Records revisions whose delivery failed and which stay queued. */
    void failed(int revisions);
}
