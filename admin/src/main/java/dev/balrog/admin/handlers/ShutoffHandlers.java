// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.store.jooq.Tables.EMERGENCY_SHUTOFFS;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import dev.balrog.store.query.PublicQueries;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of emergency shutoffs. */
final class ShutoffHandlers {
    private static final Entity SHUTOFFS = Entity.EMERGENCY_SHUTOFFS;

    private final ChangeEngine engine;
    private final PublicQueries queries;

    ShutoffHandlers(ChangeEngine engine, PublicQueries queries) {
        this.engine = engine;
        this.queries = queries;
    }

    Reply list(Call call) {
        ArrayNode shutoffs = queries.shutoffs();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("count", shutoffs.size());
        answer.set("shutoffs", shutoffs);
        return Reply.json(answer);
    }

    Reply get(Call call) {
        return queries.shutoff(call.text("product"), call.text("channel"))
                .map(shutoff -> Reply.json(shutoff)
                        .with("X-Data-Version", shutoff.path("data_version").asString()))
                .orElseThrow(() -> Rejections.asProblemJson(Rejections.notFound(
                        "Requested emergency shutoff wasn't found", "Requested shutoff does not exist")));
    }

    Reply create(Call call) {
        Row shutoff = RowInput.read(SHUTOFFS, call.body()).only(List.of(PRODUCT, CHANNEL, EMERGENCY_SHUTOFFS.COMMENT));
        return engine.write(call.requireUser(), transaction -> {
            if (transaction.find(SHUTOFFS, shutoff).isPresent()) {
                throw Rejections.asProblemJson(Rejections.bad(
                        "Invalid Emergency shutoff data", "Emergency shutoff for product/channel already exists."));
            }
            Row inserted = transaction.insert(
                    SHUTOFFS,
                    shutoff.has(EMERGENCY_SHUTOFFS.COMMENT) ? shutoff : shutoff.with(EMERGENCY_SHUTOFFS.COMMENT, null));
            return Reply.json(201, inserted.toJson());
        });
    }

    Reply delete(Call call) {
        Row key = Row.of(PRODUCT, call.text("product")).with(CHANNEL, call.text("channel"));
        int version = (int) call.queriedNumber("data_version").orElseThrow();
        return engine.write(call.requireUser(), transaction -> {
            if (transaction.find(SHUTOFFS, key).isEmpty()) {
                throw Rejections.asProblemJson(Rejections.notFound("Shutoff wasn't found", "Shutoff does not exist"));
            }
            transaction.delete(SHUTOFFS, key, version);
            return Reply.empty(200);
        });
    }
}
