// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.http;

import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Subscriber that passes on each line of a response but the last one, which it keeps. */
final class LastLine implements Flow.Subscriber<String> {
    private final Consumer<String> former;
    private volatile @Nullable String last;

    LastLine(Consumer<String> former) {
        this.former = former;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        String before = last;
        last = line;
        if (before != null) {
            former.accept(before);
        }
    }

    @Override
    public void onError(Throwable failure) {
        // The response fails with it.
    }

    @Override
    public void onComplete() {}

    /** Returns the last line; empty if there is none. */
    String text() {
        String line = last;
        return line == null ? "" : line;
    }
}
