// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.row.SetState;
import dev.balrog.change.schedule.DryRun;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.change.set.ChangeSets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of change sets. */
final class ChangeSetHandlers {
    private final ChangeEngine engine;

    ChangeSetHandlers(ChangeEngine engine) {
        this.engine = engine;
    }

    Reply list(Call call) {
        Optional<SetState> state = call.queried("state").map(SetState::byText);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("change_sets");
        engine.read(reading -> ChangeSets.list(reading, state)).forEach(set -> list.add(ChangeSetJson.summary(set)));
        return Reply.json(answer);
    }

    /** A set is evaluated by executing it: here, in a transaction that is rolled back. */
    Reply get(Call call) {
        return Reply.json(
                write(engine.dryRun(new DryRun()), call, sets -> ChangeSetJson.of(sets.require(id(call)), sets)));
    }

    Reply check(Call call) {
        return Reply.json(proposed(engine.dryRun(new DryRun()), call));
    }

    Reply propose(Call call) {
        return Reply.json(201, proposed(engine, call));
    }

    private static ObjectNode proposed(ChangeEngine engine, Call call) {
        return write(
                engine,
                call,
                sets -> ChangeSetJson.of(
                        sets.propose(description(call.body()), ChangeSetJson.changes(call.body())), sets));
    }

    private static String description(JsonNode body) {
        return Objects.requireNonNullElse(Bodies.text(body, "description"), "");
    }

    Reply edit(Call call) {
        int expected = Bodies.requireInteger(call.body(), "data_version");
        return Reply.json(write(
                engine,
                call,
                sets -> ChangeSetJson.of(
                        sets.edit(id(call), description(call.body()), ChangeSetJson.changes(call.body()), expected),
                        sets)));
    }

    Reply cancel(Call call) {
        int expected = (int) call.queriedNumber("data_version").orElseThrow();
        return write(engine, call, sets -> {
            sets.cancel(id(call), expected);
            return done();
        });
    }

    Reply signOff(Call call) {
        String role = Bodies.requireText(call.body(), "role");
        return write(engine, call, sets -> {
            sets.signOff(id(call), role, expected(call.body()));
            return done();
        });
    }

    Reply withdraw(Call call) {
        String username = call.queried("username").orElse(call.requireUser().name());
        return write(engine, call, sets -> {
            if (!sets.withdraw(id(call), username)) {
                throw Rejections.notFound(username + " has no signoff to revoke");
            }
            return done();
        });
    }

    Reply enact(Call call) {
        return Reply.json(write(
                engine, call, sets -> ChangeSetJson.of(sets.enact(id(call), expected(call.body())), sets)));
    }

    private static <T> T write(ChangeEngine engine, Call call, Function<ChangeSets, T> work) {
        return engine.write(call.requireUser(), transaction -> work.apply(new ChangeSets(transaction)));
    }

    private static SignoffExpectation expected(JsonNode body) {
        return new SignoffExpectation(Bodies.exactInteger(body, "data_version"), Bodies.text(body, "digest"));
    }

    private static int id(Call call) {
        return Math.toIntExact(call.number("set_id"));
    }

    private static Reply done() {
        return Reply.json(Map.of());
    }
}
