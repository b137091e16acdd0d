// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import dev.balrog.core.request.RequestTarget;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import java.util.List;
import java.util.Objects;

/** Requests of the mix, repeated cyclically. */
final class Requests {
    private static final long SEED = 7;
    private static final int COUNT = 4_096;

    private final List<String> targets = RequestMix.targets(SEED, COUNT);
    private final List<UpdateRequest> requests =
            targets.stream().map(Requests::read).toList();
    private int position;

    String nextTarget() {
        position = (position + 1) % COUNT;
        return targets.get(position);
    }

    UpdateRequest next() {
        position = (position + 1) % COUNT;
        return requests.get(position);
    }

    static UpdateRequest read(String rawTarget) {
        RequestTarget target = RequestTarget.parse(rawTarget);
        return Objects.requireNonNull(UpdateUrl.of(target.segments())).read(target.segments(), target.query(), null);
    }
}
