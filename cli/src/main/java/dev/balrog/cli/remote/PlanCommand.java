// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.plan.Plan;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.changeset.ChangeSet;
import dev.balrog.client.simulation.SimulationRequest;
import dev.balrog.client.simulation.SimulationResult;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/** Command that shows what files of rules and expectations would change. */
@Command(
        name = "plan",
        description = {
            "Show what files of rules and expectations would change, without changing it.",
            "Compares the files with the server, checks the changes as one change set, and simulates what they do to"
                    + " clients. 'balrog apply' makes them.",
            "A rule is found by its rule_id, or else by its alias. 'balrog rule export' writes such a file."
        },
        exitCodeList = {
            "0:The server has what the files say.",
            "1:The server refused: a change is not allowed or makes no sense.",
            "2:An option is wrong or missing, or a file is invalid.",
            "3:The server can't be reached, or gave no answer.",
            "4:There are changes with a harmful effect, as for 'balrog simulate'.",
            "5:There are changes without a harmful effect."
        })
public final class PlanCommand extends RemoteCommand {
    /** Exit code for changes without a harmful effect. */
    static final int CHANGES = 5;

    @Mixin
    private PlanOptions options;

    @Mixin
    private TrafficOption traffic;

    @Override
    int run(BalrogClient client, Output out) {
        Plan plan = options.plan(client);
        if (plan.changes().isEmpty()) {
            if (out.isForPrograms()) {
                out.json(json(plan));
            } else {
                PlanOptions.print(plan, out);
                out.line(ApplyCommand.NOTHING);
            }
            return ExitCode.OK;
        }
        List<ObjectNode> changes = PlanOptions.changes(plan);
        ChangeSet checked = client.changeSets().check("", changes);
        Optional<SimulationResult> simulation = simulate(client, plan);
        if (out.isForPrograms()) {
            ObjectNode json = json(plan);
            json.set("change_set", checked.json());
            simulation.ifPresent(result -> json.set("simulation", result.json()));
            out.json(json);
        } else {
            PlanOptions.print(plan, out);
            out.line(
                    checked.required().isEmpty()
                            ? "It needs no signoffs."
                            : "Signoffs that it needs: " + PlanOptions.signoffs(checked.required()) + ".");
            checked.conflicts().forEach(conflict -> out.line("Conflict: " + conflict + "."));
            simulation.ifPresent(result -> {
                out.line("");
                SimulateCommand.print(result, out);
            });
        }
        return simulation.filter(SimulationResult::harmful).isPresent() ? SimulateCommand.HARMFUL : CHANGES;
    }

    private Optional<SimulationResult> simulate(BalrogClient client, Plan plan) {
        SimulationRequest request = new SimulationRequest();
        plan.changes().stream()
                .filter(Plan.Change::isOfRule)
                .map(Plan.Change::toJson)
                .forEach(request::change);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        traffic.addTo(request);
        return Optional.of(withProgress(progress -> client.simulations().run(request, progress)));
    }

    private static ObjectNode json(Plan plan) {
        ObjectNode json = Shapes.object();
        json.putArray("changes").addAll(PlanOptions.changes(plan));
        var unmanaged = json.putArray("unmanaged_rules");
        plan.unmanaged().forEach(rule -> unmanaged.add(rule.id()));
        return json;
    }
}
