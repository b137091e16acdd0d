// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.error.PreparedException;
import dev.balrog.client.error.PreparedRequest;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Command that makes a change, or shows it in a dry run. */
abstract class ChangeCommand extends RemoteCommand {
    /** Order in the help: after the command's own options. */
    private static final int LAST = 180;

    @Option(
            order = LAST,
            names = "--dry-run",
            description = "Dry run: show the request and its effect, change nothing.")
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

    /** Returns whether this is a dry run. */
    final boolean isDryRun() {
        return dryRun;
    }

    /** Makes the change and prints its result; returns the exit code. */
    abstract int change(BalrogClient client, Output out);

    /** Returns the current state of the object to change; a missing node for none. */
    abstract JsonNode current(BalrogClient client);

    /** Returns the values that a change would set, compared with the current ones. */
    List<Difference> differences(JsonNode current, PreparedRequest request) {
        JsonNode body = request.body();
        return body == null
                ? Difference.replacing(current, MissingNode.getInstance())
                : Difference.setting(current, body);
    }

    /** Returns the result; a missing node if there is no such object. */
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
        ChangeReview.printDifferences(all, out);
    }
}
