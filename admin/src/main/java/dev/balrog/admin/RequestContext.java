// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Operation;
import dev.balrog.change.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** State of a request. Written by one thread, and then read by another. */
final class RequestContext {
    private final long startNanos;
    private volatile @Nullable Operation operation;
    private volatile @Nullable Principal user;

    // Guarded by this.
    private boolean sent;
    private final List<Runnable> whenSent = new ArrayList<>(1);
    private volatile boolean streamed;

    RequestContext(long startNanos) {
        this.startNanos = startNanos;
    }

    void asksFor(Operation found) {
        this.operation = found;
    }

    void comesFrom(Principal found) {
        this.user = found;
    }

    /**
     * Runs a callback when the response is sent or the connection is closed; immediately if that
     * has happened.
     */
    void whenSent(Runnable release) {
        synchronized (this) {
            if (!sent) {
                whenSent.add(release);
                return;
            }
        }
        release.run();
    }

    /** Records that the response is sent, or never will be. */
    void sent() {
        List<Runnable> releases;
        synchronized (this) {
            sent = true;
            releases = List.copyOf(whenSent);
            whenSent.clear();
        }
        releases.forEach(Runnable::run);
    }

    /** Returns whether the response is sent, or never will be. */
    synchronized boolean isSent() {
        return sent;
    }

    /** Records that the response is a stream, whose duration says nothing about the server. */
    void streams() {
        streamed = true;
    }

    /** Returns whether the response is a stream. */
    boolean isStreamed() {
        return streamed;
    }

    long startNanos() {
        return startNanos;
    }

    /** Returns the requested operation; null while, or if, it is unknown. */
    @Nullable
    Operation operation() {
        return operation;
    }

    /** Returns the authenticated user; null while, or if, there is none. */
    @Nullable
    Principal user() {
        return user;
    }

    /** Returns the name of the authenticated user; null while, or if, there is none. */
    @Nullable
    String userName() {
        Principal known = user;
        return known == null ? null : known.name();
    }
}
