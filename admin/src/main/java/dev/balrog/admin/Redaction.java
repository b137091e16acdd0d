// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Operation;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.ZippedBytes;
import dev.balrog.core.change.NameRedaction;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Redacts responses for anonymous clients ({@link NameRedaction}). */
final class Redaction {
    /** Operations on user data, or whose responses contain user names in other forms. */
    private static final Set<String> PRIVATE = Set.of(
            "listPermissionChanges",
            "listPermissionChangeRevisions",
            "listUserRoleChanges",
            "listUserRoleChangeRevisions",
            // The ids of these revisions contain the names of their authors.
            "listReleaseRevisions",
            "getReleaseRevision");

    /** Operations whose responses are large and contain no user names. */
    private static final Set<String> NAMELESS = Set.of(
            "listRuleColumn",
            "getRule",
            "listReleaseColumn",
            "getRelease",
            "getReleaseReadOnly",
            "getReleaseLocale",
            "diffReleaseChange",
            "getSplitRelease",
            "getSplitReleaseDataVersions",
            "getSplitReleasePartDataVersion");

    private Redaction() {}

    /**
     * Returns whether a request needs a login: it reads user data, or filters by a user name and so
     * could reveal redacted names.
     */
    static boolean isPrivate(Operation operation, Map<String, String> query) {
        return PRIVATE.contains(operation.id())
                || !query.getOrDefault("changed_by", "").isEmpty();
    }

    /** Returns a response without user names. */
    static Reply of(Operation operation, Map<String, String> query, Reply reply) {
        boolean nameless = NAMELESS.contains(operation.id())
                // Past states of rules contain the names of their authors.
                || (operation.id().equals("listRules") && !query.containsKey("timestamp"));
        if (nameless || reply.status() >= 400 || !reply.mediaType().equals(Reply.MediaType.JSON)) {
            return reply;
        }
        byte[] bytes = switch (reply.body()) {
            case Reply.Body.Plain(byte[] plain) -> plain;
            case Reply.Body.Zipped(byte[] zipped, int length) -> ZippedBytes.unzip(zipped, length);
            // Its producer redacts what it writes.
            case Reply.Body.Streamed _ -> new byte[0];
        };
        if (bytes.length == 0) {
            return reply;
        }
        JsonNode json = JsonMapper.shared().readTree(bytes);
        NameRedaction.redact(json);
        Reply redacted = Reply.json(reply.status(), json);
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            redacted = redacted.with(header.getKey(), header.getValue());
        }
        return redacted;
    }
}
