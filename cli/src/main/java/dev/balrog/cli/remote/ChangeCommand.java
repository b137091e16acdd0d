// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.client.ApiException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.PreparedException;
import dev.balrog.client.PreparedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** A command that changes something, or only shows how it would. */
abstract class ChangeCommand extends RemoteCommand {
    /** After the options of the command itself. */
    private static final int LAST = 180;

    private static final int MOST_DIFFERENCES = 100;

    @Option(
            order = LAST,
            names = "--dry-run",
            description = "Change nothing, but show what would be sent, and what it would change.")
    private boolean dryRun;

    @Override
    final int run(BalrogClient client, Output out) {
        if (!dryRun) {
            return change(client, out);
        }
        JsonNode current = current(client);
        try {
            return change(client.preparing(), out);
        } catch (PreparedException prepared) {
            show(prepared.request(), current, out);
            return ExitCode.OK;
        }
    }

    /** Makes the change, and prints what came of it; returns the exit code. */
    abstract int change(BalrogClient client, Output out);

    /** What there is now of that which is changed; a missing node for nothing. */
    abstract JsonNode current(BalrogClient client);

    /** What a change would set, compared with what there is now. */
    List<Difference> differences(JsonNode current, PreparedRequest request) {
        JsonNode body = request.body();
        return body == null
                ? Difference.replacing(current, MissingNode.getInstance())
                : Difference.setting(current, body);
    }

    /** What is found; a missing node if there is no such thing. */
    static JsonNode ifThere(Supplier<JsonNode> found) {
        try {
            return found.get();
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }

    private void show(PreparedRequest request, JsonNode current, Output out) {
        if (out.isForPrograms()) {
            ObjectNode shown = JsonNodeFactory.instance
                    .objectNode()
                    .put("method", request.method())
                    .put("url", request.uri().toString());
            shown.set("body", request.body() == null ? NullNode.getInstance() : request.body());
            shown.set("current", current.isMissingNode() ? NullNode.getInstance() : current);
            out.json(shown);
            return;
        }
        out.line("Would send " + request.method() + " " + request.uri());
        List<Difference> all = differences(current, request);
        List<List<String>> rows = new ArrayList<>();
        for (Difference difference : all.subList(0, Math.min(all.size(), MOST_DIFFERENCES))) {
            rows.add(List.of(
                    "  " + difference.path(), orNothing(difference.before()), "->", orNothing(difference.after())));
        }
        out.table(rows);
        if (all.size() > MOST_DIFFERENCES) {
            out.line("  and " + (all.size() - MOST_DIFFERENCES) + " more values");
        }
    }

    private static String orNothing(JsonNode value) {
        String text = Output.cell(value);
        return text.isEmpty() ? "(nothing)" : text;
    }
}
