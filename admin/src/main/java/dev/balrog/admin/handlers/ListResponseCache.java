// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.store.ChangeDetector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the full list responses until the database changes. Concurrent requests for a list share
 * one computation.
 */
final class ListResponseCache {
    private final ChangeDetector changes;
    private final Map<String, Remembered> byOperation = new ConcurrentHashMap<>();

    ListResponseCache(ChangeDetector changes) {
        this.changes = changes;
    }

    /** Returns the response to a call, from the cache if the call has no query. */
    Reply reply(Call call, Supplier<Reply> list) {
        return call.query().isEmpty()
                ? byOperation
                        .computeIfAbsent(call.operation().id(), _ -> new Remembered())
                        .reply(list)
                : list.get();
    }

    private final class Remembered {
        private ChangeDetector.@Nullable Fingerprint fingerprint;
        private @Nullable Reply reply;

        synchronized Reply reply(Supplier<Reply> list) {
            ChangeDetector.Fingerprint now = changes.fingerprint();
            Reply known = reply;
            if (known != null && now.sameAs(fingerprint)) {
                return known;
            }
            Reply current = list.get();
            fingerprint = now;
            reply = current;
            return current;
        }
    }
}
