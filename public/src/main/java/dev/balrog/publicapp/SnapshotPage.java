// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.service.Answer;
import dev.balrog.service.FixedHeaders;
import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;

/** Page that tells admin apps which changes this server serves. */
final class SnapshotPage implements Supplier<Answer> {
    static final String PATH = "/snapshot";

    private static final FixedHeaders JSON =
            FixedHeaders.of("Content-Type", "application/json", "Cache-Control", "no-store");

    private final SnapshotKeeper keeper;

    SnapshotPage(SnapshotKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public Answer get() {
        return new Answer(200, JSON, Buffer.buffer(keeper.status().toJson().toString()));
    }
}
