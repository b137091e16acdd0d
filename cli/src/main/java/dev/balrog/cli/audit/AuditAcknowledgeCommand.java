// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.audit;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Counter;
import dev.balrog.store.Database;
import dev.balrog.store.audit.Acknowledgement;
import dev.balrog.store.audit.AuditRecord.RowId;
import dev.balrog.store.schema.Schema;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adopts rows that the audit log does not explain. */
@Command(
        name = "acknowledge",
        description = {
            "Acknowledge all governed rows as they are, so that the audit log explains them from now on.",
            "Run balrog audit verify first, and check each row that it names. The log records who acknowledged"
                    + " what, and why."
        })
final class AuditAcknowledgeCommand implements Runnable {
    @Mixin
    private DatabaseOptions database;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Reason why the rows are correct.")
    private String reason;

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description = "Who acknowledges. Default: the operating system's user.")
    private @Nullable String operator;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String who = operator == null ? "operator " + System.getProperty("user.name", "unknown") : operator;
        List<RowId> rows;
        try (Database opened = database.connectForWriting()) {
            new Schema(opened).requireUpToDate();
            rows = new Acknowledgement(who, reason).write(opened, System.currentTimeMillis());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
        PrintWriter out = spec.commandLine().getOut();
        rows.forEach(out::println);
        out.println("Acknowledged " + Counter.rows(rows.size()) + " as " + who + ".");
        out.flush();
    }
}
