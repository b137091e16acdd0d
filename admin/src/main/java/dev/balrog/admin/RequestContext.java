// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Operation;
import dev.balrog.change.Principal;
import org.jspecify.annotations.Nullable;

/** What becomes known of a request while it is answered. Written by one thread, and read by another afterwards. */
final class RequestContext {
    private final long startNanos;
    private volatile @Nullable Operation operation;
    private volatile @Nullable Principal user;

    // Guarded by this.
    private boolean sent;
    private @Nullable Runnable whenSent;

    RequestContext(long startNanos) {
        this.startNanos = startNanos;
    }

    void asksFor(Operation found) {
        this.operation = found;
    }

    void comesFrom(Principal found) {
        this.user = found;
    }

    /** Has something run when the response is sent or the connection is closed; at once where that has happened. */
    void whenSent(Runnable release) {
        synchronized (this) {
            if (!sent) {
                whenSent = release;
                return;
            }
        }
        release.run();
    }

    /** Notes that the response is sent, or never will be. */
    void sent() {
        Runnable release;
        synchronized (this) {
            sent = true;
            release = whenSent;
            whenSent = null;
        }
        if (release != null) {
            release.run();
        }
    }

    /** Returns whether the response is sent, or never will be. */
    synchronized boolean isSent() {
        return sent;
    }

    long startNanos() {
        return startNanos;
    }

    /** What is asked for; null while, or where, that is unknown. */
    @Nullable
    Operation operation() {
        return operation;
    }

    /** Who asks; null while, or where, that is unknown. */
    @Nullable
    Principal user() {
        return user;
    }

    /** Returns the name of who asks; null while, or where, that is unknown. */
    @Nullable
    String userName() {
        Principal known = user;
        return known == null ? null : known.name();
    }
}
