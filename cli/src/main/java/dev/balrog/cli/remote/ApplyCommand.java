// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.plan.Plan;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.changeset.ChangeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command that makes the rules and expectations of a server those of files. */
@Command(
        name = "apply",
        description = {
            "Make the rules and expectations of the server those of files.",
            "Proposes the changes that 'balrog plan' shows as one change set. If it needs no signoffs, it is enacted"
                    + " at once: all of it or nothing. Otherwise it waits for them."
        },
        exitCodeList = {
            "0:The server has what the files say.",
            "1:The server refused: a change is not allowed or makes no sense. Nothing is changed.",
            "2:An option is wrong or missing, or a file is invalid.",
            "3:The server can't be reached, or gave no answer.",
            "5:A change set is proposed, and needs signoffs before it can be enacted."
        })
public final class ApplyCommand extends RemoteCommand {
    static final String NOTHING = "Nothing to do: the server has what the files say.";

    @Mixin
    private PlanOptions options;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "What the changes are for, for those who sign them off.")
    private String description = "";

    @Override
    int run(BalrogClient client, Output out) {
        Plan plan = options.plan(client);
        if (!out.isForPrograms()) {
            PlanOptions.print(plan, out);
        }
        if (plan.changes().isEmpty()) {
            out.done(NOTHING, Shapes.object().putNull("change_set"));
            return ExitCode.OK;
        }
        ChangeSet proposed = client.changeSets().propose(description, PlanOptions.changes(plan));
        if (proposed.required().isEmpty()) {
            ChangeSet enacted = client.changeSets().enact(proposed);
            out.done(
                    "Change set " + enacted.id() + " is enacted.",
                    Shapes.object().set("change_set", enacted.json()));
            return ExitCode.OK;
        }
        out.done(proposed(proposed), Shapes.object().set("change_set", proposed.json()));
        return PlanCommand.CHANGES;
    }

    /** Returns the sentence that a set is proposed, and what it needs. */
    static String proposed(ChangeSet set) {
        String needs = set.missing().isEmpty()
                ? "has its signoffs, and can be enacted"
                : "needs signoffs: " + PlanOptions.signoffs(set.missing());
        return "Change set " + set.id() + " is proposed; it " + needs + ".";
    }
}
