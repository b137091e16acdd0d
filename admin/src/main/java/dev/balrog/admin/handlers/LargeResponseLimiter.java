// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Handler;
import dev.balrog.admin.contract.Reply;
import java.util.concurrent.Semaphore;

/** Has no more replies put together at the same time than there is room for, of those that hold whole releases. */
final class LargeResponseLimiter {
    /** What a release of 5 MB takes as rows, tree and text; the largest that is known has as much. */
    private static final long REPLY_BYTES = 128L << 20;

    private final Semaphore room;

    private LargeResponseLimiter(int atOnce) {
        this.room = new Semaphore(atOnce, true);
    }

    /** As many as a heap of this size has room for; always one. */
    static LargeResponseLimiter withinHeap(long bytes) {
        return new LargeResponseLimiter(Math.clamp(bytes / REPLY_BYTES, 1, 64));
    }

    /** The same handler, waiting for room. */
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
