// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import dev.balrog.admin.feed.Audience;
import dev.balrog.admin.feed.ChangeFeed;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Principal;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import dev.balrog.service.Problem;
import org.jspecify.annotations.Nullable;

/** Handler of the stream of committed changes. */
final class FeedHandlers {
    private static final Reply FULL = Reply.problem(
                    new Problem(503, "Service Unavailable", "Too many open streams of events; retry later."),
                    MediaType.JSON)
            .with("Retry-After", "10");

    private final ChangeEngine engine;
    private final ChangeFeed feed;

    FeedHandlers(ChangeEngine engine, ChangeFeed feed) {
        this.engine = engine;
        this.feed = feed;
    }

    Reply stream(Call call) {
        return feed.open(audience(call.user()), call.headerNumber("Last-Event-ID"))
                .map(stream -> Reply.streamed(MediaType.EVENT_STREAM, stream)
                        // Without it, nginx would collect events before it passes them on.
                        .with("X-Accel-Buffering", "no"))
                .orElse(FULL);
    }

    private Audience audience(@Nullable Principal user) {
        return user == null
                ? Audience.ANONYMOUS
                : new Audience(
                        true,
                        engine.read(reading ->
                                reading.rights(user.name()).allows(Permission.PERMISSION, Action.VIEW, null)));
    }
}
