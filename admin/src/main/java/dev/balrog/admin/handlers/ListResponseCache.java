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
 * The lists that everybody begins with, each remembered until the database changes. However many ask at the same time,
 * each list is put together once.
 */
final class ListResponseCache {
    private final ChangeDetector changes;
    private final Map<String, Remembered> byOperation = new ConcurrentHashMap<>();

    ListResponseCache(ChangeDetector changes) {
        this.changes = changes;
    }

    /** The reply to a call, which is only remembered for those who want all of a list. */
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
