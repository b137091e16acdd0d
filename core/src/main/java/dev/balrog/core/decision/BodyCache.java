// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.snapshot.Snapshot;
import java.util.function.Supplier;

/** Cache of rendered response bodies. Thread-safe. */
@FunctionalInterface
public interface BodyCache {
    /**
     * Returns the body of a response.
     *
     * @param snapshot the snapshot that the request is answered from; bodies of another one must not
     *     be returned
     * @param rendering renders the body if it is not cached; its exceptions are passed on, and cached
     *     never
     */
    String get(Snapshot snapshot, BodyKey key, Supplier<String> rendering);
}
