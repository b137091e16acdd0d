// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Operation;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.ZippedBytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Redacts responses for anonymous clients: the names of people are replaced by placeholders, of the same JSON types. */
final class Redaction {
    private static final String PLACEHOLDER = "redacted";
    private static final Set<String> NAMES = Set.of("changed_by", "scheduled_by", "username");

    /** Operations that are about people, or whose responses hold names in other forms. */
    private static final Set<String> PRIVATE = Set.of(
            "listPermissionChanges",
            "listPermissionChangeRevisions",
            "listUserRoleChanges",
            "listUserRoleChangeRevisions",
            // The ids of these revisions contain who made them.
            "listReleaseRevisions",
            "getReleaseRevision");

    /** Operations whose responses are large and hold no names. */
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
     * Returns whether an operation is not for anonymous clients at all: it is about people, or the request chooses by the
     * name of a person and so would find out what is redacted.
     */
    static boolean isPrivate(Operation operation, Map<String, String> query) {
        return PRIVATE.contains(operation.id())
                || (query.containsKey("changed_by") && !query.get("changed_by").isEmpty());
    }

    /** Returns a response without the names of people. */
    static Reply of(Operation operation, Map<String, String> query, Reply reply) {
        boolean nameless = NAMELESS.contains(operation.id())
                // Rules as they were tell who made them so.
                || (operation.id().equals("listRules") && !query.containsKey("timestamp"));
        if (nameless
                || reply.status() >= 400
                || !reply.mediaType().equals(Reply.MediaType.JSON)) {
            return reply;
        }
        byte[] bytes = switch (reply.body()) {
            case Reply.Body.Plain(byte[] plain) -> plain;
            case Reply.Body.Zipped zipped -> ZippedBytes.unzip(zipped);
        };
        if (bytes.length == 0) {
            return reply;
        }
        JsonNode json = JsonMapper.shared().readTree(bytes);
        redact(json);
        Reply redacted = Reply.json(reply.status(), json);
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            redacted = redacted.with(header.getKey(), header.getValue());
        }
        return redacted;
    }

    private static void redact(JsonNode json) {
        if (json instanceof ObjectNode object) {
            Map<String, JsonNode> replaced = new LinkedHashMap<>();
            object.forEachEntry((name, value) -> {
                if (NAMES.contains(name) && value.isString()) {
                    replaced.put(name, JsonNodeFactory.instance.stringNode(PLACEHOLDER));
                } else if (name.equals("signoffs") && value.isObject()) {
                    replaced.put(name, withoutSigners(value));
                } else if (name.equals("unbound_signoffs") && value.isArray()) {
                    ArrayNode names = JsonNodeFactory.instance.arrayNode();
                    value.forEach(_ -> names.add(PLACEHOLDER));
                    replaced.put(name, names);
                } else {
                    redact(value);
                }
            });
            replaced.forEach(object::set);
        } else if (json.isArray()) {
            json.forEach(Redaction::redact);
        }
    }

    /** Keeps how many signed off as which role: clients that enact changes count them. */
    private static ObjectNode withoutSigners(JsonNode signoffs) {
        ObjectNode redacted = JsonNodeFactory.instance.objectNode();
        signoffs.forEach(role -> redacted.set(PLACEHOLDER + "-" + (redacted.size() + 1), role));
        return redacted;
    }
}
