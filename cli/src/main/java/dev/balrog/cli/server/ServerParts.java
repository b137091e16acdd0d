// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** Parts of a server, closed in the reverse order of their start. */
public final class ServerParts implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Adds a part that is closed before all parts added earlier, and returns it. */
    public <T extends AutoCloseable> T add(T part) {
        started.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception failure) {
                throw new IllegalStateException("a part of the server did not stop", failure);
            }
        }
    }
}
