// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.store.history.HistoryQueue;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What releases were. */
public final class ReleaseHistory {
    private final HistoryQueue queue;

    public ReleaseHistory(HistoryQueue queue) {
        this.queue = queue;
    }

    /**
     * What a whole release was at a version.
     *
     * @return nothing when it is not known any more
     */
    public Optional<JsonNode> data(String name, int dataVersion) {
        return queue.content(name, dataVersion)
                .filter(content -> content.length > 0)
                .map(content -> JsonMapper.shared().readTree(content));
    }
}
