// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Handler;
import dev.balrog.admin.contract.Reply;
import java.util.concurrent.Semaphore;

/**
 * <a href="https://learn.microsoft.com/azure/architecture/patterns/bulkhead">Bulkhead</a> for
 * responses with whole releases: limits how many are built concurrently.
 */
final class LargeResponseLimiter {
    /**
     * Heap for a release of 5 MB as rows, tree and string, in bytes; the largest known release has
     * that size.
     */
    private static final long REPLY_BYTES = 128L << 20;

    private final Semaphore room;

    private LargeResponseLimiter(int atOnce) {
        this.room = new Semaphore(atOnce, true);
    }

    /** Returns a limiter for a heap of this size, which allows at least one response. */
    static LargeResponseLimiter withinHeap(long bytes) {
        return new LargeResponseLimiter(Math.clamp(bytes / REPLY_BYTES, 1, 64));
    }

    /** Returns a handler that waits for a permit before each call. */
    Handler of(Handler handler) {
        return call -> reply(handler, call);
    }

    private Reply reply(Handler handler, Call call) throws Exception {
        room.acquire();
        try {
            return handler.answer(call);
        } finally {
            room.release();
        }
    }
}
