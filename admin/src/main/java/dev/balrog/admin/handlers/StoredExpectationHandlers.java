// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.store.jooq.Tables.BALROG_EXPECTATIONS;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.StoredExpectation;
import dev.balrog.core.expectation.InvalidExpectationException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of the expectations in the database. */
final class StoredExpectationHandlers {
    private final ChangeEngine engine;

    StoredExpectationHandlers(ChangeEngine engine) {
        this.engine = engine;
    }

    Reply list(Call call) {
        Optional<String> product = call.queried("product");
        List<Row> rows = engine.read(reading -> reading.list(Entity.EXPECTATIONS, Row.EMPTY));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode expectations = answer.putArray("expectations");
        rows.stream()
                .filter(row ->
                        product.isEmpty() || StoredExpectation.products(row).contains(product.get()))
                .sorted(Comparator.comparing(row -> row.require(BALROG_EXPECTATIONS.NAME)))
                .forEach(row -> expectations.add(json(row)));
        return Reply.json(answer);
    }

    Reply get(Call call) {
        return engine.read(reading -> reading.find(Entity.EXPECTATIONS, key(call)))
                .map(row -> Reply.json(json(row)))
                .orElseThrow(StoredExpectationHandlers::missing);
    }

    Reply put(Call call) {
        JsonNode expectation = call.body().path("expectation");
        Row row = row(expectation);
        if (!call.text("name").equals(row.require(BALROG_EXPECTATIONS.NAME))) {
            throw Rejections.bad("/expectation/name: the name is not that of the URL");
        }
        Integer version = Bodies.exactInteger(call.body(), "old_data_version");
        return engine.write(
                call.requireUser(),
                transaction -> version == null
                        ? Reply.json(201, json(transaction.insert(Entity.EXPECTATIONS, row)))
                        : Reply.json(json(transaction.update(Entity.EXPECTATIONS, key(call), row, version))));
    }

    Reply delete(Call call) {
        int version = (int) call.queriedNumber("data_version").orElseThrow();
        return engine.write(call.requireUser(), transaction -> {
            if (transaction.find(Entity.EXPECTATIONS, key(call)).isEmpty()) {
                throw missing();
            }
            transaction.delete(Entity.EXPECTATIONS, key(call), version);
            return Reply.empty(200);
        });
    }

    private static Row key(Call call) {
        return Row.of(BALROG_EXPECTATIONS.NAME, call.text("name"));
    }

    private static Row row(JsonNode expectation) {
        try {
            return StoredExpectation.of(expectation);
        } catch (InvalidExpectationException invalid) {
            throw Rejections.bad("/expectation" + invalid.pointer() + ": " + invalid.getMessage());
        }
    }

    private static ObjectNode json(Row row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("expectation", StoredExpectation.json(row));
        ArrayNode products = json.putArray("products");
        StoredExpectation.products(row).forEach(products::add);
        return json.put("data_version", row.dataVersion());
    }

    private static RuntimeException missing() {
        return Rejections.notFound("There is no expectation of this name");
    }
}
