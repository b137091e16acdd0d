// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.history.HistoryQuery;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of required signoffs of products or of permissions. */
final class RequiredSignoffHandlers {
    static final int DEFAULT_PAGE_SIZE = 100;
    static final String NAME = "required_signoffs";

    private final ChangeEngine engine;
    private final Entity entity;

    RequiredSignoffHandlers(ChangeEngine engine, Entity entity) {
        this.engine = engine;
        this.entity = entity;
    }

    Reply list(Call call) {
        Row chosen = Row.EMPTY;
        for (Field<String> column : List.of(PRODUCT, CHANNEL)) {
            String name = column.getName();
            if (entity.keyNames().contains(name) && call.query().containsKey(name)) {
                chosen = chosen.with(column, call.query().get(name));
            }
        }
        Row values = chosen;
        return engine.read(reading -> {
            List<Row> rows = reading.list(entity, values);
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("count", rows.size());
            ArrayNode list = answer.putArray(NAME);
            rows.forEach(row -> list.add(row.toJson()));
            return Reply.json(answer);
        });
    }

    Reply create(Call call) {
        Row row = RowInput.read(entity, call.body()).without(DATA_VERSION);
        try {
            return engine.write(call.requireUser(), transaction -> {
                if (transaction.find(entity, row).isPresent()) {
                    throw new ChangeRejectedException(
                            new ChangeRejection.SignoffRequired("Required Signoffs cannot be directly modified"));
                }
                transaction.insert(entity, row);
                return Reply.json(201, Map.of("new_data_version", 1)).as(Reply.MediaType.HTML);
            });
        } catch (ChangeRejectedException e) {
            if (e.rejection() instanceof ChangeRejection.Invalid(String reason)) {
                throw Rejections.bad(PythonText.tuple(reason));
            }
            throw e;
        }
    }

    @SuppressWarnings("DoNotCallSuggester") // an operation of the contract, which is rejected as a rule
    Reply delete(Call call) {
        throw new ChangeRejectedException(
                new ChangeRejection.SignoffRequired("Required Signoffs cannot be directly deleted."));
    }

    Reply revisions(Call call) {
        Row key = Row.EMPTY;
        for (String column : entity.keyNames()) {
            key = key.with(RowInput.named(entity, column, call.queried(column).orElseThrow()));
        }
        Row chosen = key;
        HistoryQuery query = HistoryQuery.of(key, Histories.page(call), Histories.limit(call, DEFAULT_PAGE_SIZE));
        return engine.read(reading -> {
            if (reading.find(entity, chosen).isEmpty()) {
                throw Rejections.notFound("Requested Required Signoff does not exist");
            }
            return Reply.json(Histories.shown(NAME, reading.history(entity, query)));
        });
    }
}
