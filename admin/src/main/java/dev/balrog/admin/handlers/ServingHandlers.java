// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.serving.PublicAppStatus;
import dev.balrog.admin.serving.PublicApps;
import dev.balrog.change.ChangeEngine;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handler of the question which public apps serve a change. */
final class ServingHandlers {
    private final ChangeEngine engine;
    private final PublicApps apps;

    ServingHandlers(ChangeEngine engine, PublicApps apps) {
        this.engine = engine;
        this.apps = apps;
    }

    Reply list(Call call) {
        OptionalLong time = call.queriedNumber("timestamp");
        long until = time.isPresent() ? time.getAsLong() : Long.MAX_VALUE;
        // Read before the apps are asked, so that what they serve is not older.
        long sequence = engine.newestAuditEntry(until);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("configured", apps.isConfigured());
        answer.put("audit_sequence", sequence);
        ArrayNode list = answer.putArray("apps");
        apps.ask().forEach(app -> list.add(shown(app, sequence)));
        return Reply.json(answer);
    }

    private static ObjectNode shown(PublicAppStatus app, long sequence) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("address", app.address());
        switch (app) {
            case PublicAppStatus.Answered answered -> {
                Optional<Instant> since = answered.servedSince(sequence);
                json.put("problem", (String) null);
                json.put("serves", since.isPresent());
                json.put("since", since.map(Instant::toEpochMilli).orElse(null));
                json.put("holding", answered.snapshot().isHolding());
            }
            case PublicAppStatus.Failed failed -> {
                json.put("problem", failed.problem());
                json.put("serves", false);
                json.put("since", (Long) null);
                json.put("holding", false);
            }
        }
        return json;
    }
}
