// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.release.ReleaseHistory;
import dev.balrog.change.release.ReleaseRevision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of past revisions of releases, for both the v1 and the v2 storage. */
final class RevisionHandlers {
    private static final int DEFAULT_PAGE_SIZE = 50;
    private static final String ITSELF = ".";

    private final ChangeEngine engine;
    private final ReleaseHistory history;

    RevisionHandlers(ChangeEngine engine, ReleaseHistory history) {
        this.engine = engine;
        this.history = history;
    }

    Reply list(Call call) {
        String name = call.text("name");
        ReleaseHistory.Revisions found = call.queried("path")
                .map(path -> history.revisions(name, path.equals(ITSELF) ? null : path))
                .orElseGet(() -> history.revisions(
                        name,
                        engine.<Set<String>>read((ReadTransaction reading) ->
                                reading.releasesBeginning(ReleaseHistory.prefixOfParts(name)))));
        if (found.newestFirst().isEmpty()
                && !engine.<Boolean>read((ReadTransaction reading) -> reading.releaseExists(name))) {
            throw Rejections.notFound("Release does not exist");
        }
        int limit = (int) call.queriedNumber("limit").orElse(DEFAULT_PAGE_SIZE);
        List<ReleaseRevision> rest = found.newestFirst().stream()
                .filter(after(call))
                .limit(limit + 1L)
                .toList();
        List<ReleaseRevision> page = rest.subList(0, Math.min(limit, rest.size()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode revisions = answer.putArray("revisions");
        page.forEach(revision -> revisions.add(shown(revision)));
        answer.put("next", rest.size() > limit ? RevisionId.of(page.getLast()).text() : null);
        return Reply.json(answer.put("truncated", !found.complete()));
    }

    private static Predicate<ReleaseRevision> after(Call call) {
        Optional<String> before = call.queried("before");
        if (before.isEmpty()) {
            return _ -> true;
        }
        RevisionId last = RevisionId.parse(before.get())
                .orElseThrow(() -> Rejections.bad("before: expected the \"next\" of another page"));
        return last::isBefore;
    }

    private static ObjectNode shown(ReleaseRevision revision) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", RevisionId.of(revision).text())
                .put("path", revision.path())
                .put("change_type", revision.type().text())
                .put("data_version", revision.info().dataVersion())
                .put("changed_by", revision.info().changedBy())
                .put("timestamp", revision.info().timestamp());
    }

    Reply get(Call call) {
        RevisionId id = RevisionId.parse(call.text("id")).orElseThrow(RevisionHandlers::missing);
        return history.content(call.text("name"), id.path(), id.info())
                .map(content -> Reply.of(200, Reply.MediaType.JSON, content))
                .orElseThrow(RevisionHandlers::missing);
    }

    private static ProblemException missing() {
        return Rejections.notFound("The release has no such revision, or had no data then");
    }
}
