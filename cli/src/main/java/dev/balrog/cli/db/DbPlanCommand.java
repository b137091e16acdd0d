// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.store.Database;
import dev.balrog.store.schema.Schema;
import dev.balrog.store.schema.SchemaPlan;
import dev.balrog.store.schema.SchemaPlan.Order;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints the plan of a schema upgrade. */
@Command(
        name = "plan",
        description = "Show what an upgrade would do to this database, what it would block, and which app to deploy"
                + " first. Changes nothing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:No migration is pending, or all pending ones can be applied.",
            "1:They can't: additive and destructive migrations at once, unsupported tables, or no connection."
        })
final class DbPlanCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private DatabaseOptions database;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SchemaPlan plan;
        try (Database opened = database.connectForReading()) {
            plan = new Schema(opened).plan();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(plan)));
        } else {
            print(plan, out);
        }
        out.flush();
        return plan.order() == Order.SPLIT ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private void print(SchemaPlan plan, PrintWriter out) {
        out.println(database.uri() + ": "
                + (plan.current().isEmpty() ? "no tables yet" : "the tables are those of version " + plan.current())
                + ".");
        for (SchemaPlan.Migration migration : plan.pending()) {
            out.println();
            out.println(migration.version() + " (" + migration.description() + "): "
                    + migration.kind().word());
            for (SchemaPlan.Statement statement : migration.statements()) {
                if (plan.order() == Order.NEW_DATABASE) {
                    // A new database has only tables that are not in use yet.
                    statement.effects().forEach(effect -> out.println("  " + effect));
                } else {
                    print(statement, out);
                }
            }
        }
        out.println();
        out.println(plan.order().sentence());
        if (plan.blocksWriters()) {
            out.println("Writers would be blocked: choose a time of low traffic.");
        }
    }

    private static void print(SchemaPlan.Statement statement, PrintWriter out) {
        statement.sql().lines().forEach(line -> out.println("  | " + line));
        statement.effects().forEach(effect -> out.println("    " + effect));
        String size =
                statement.table().isEmpty() ? "" : statement.rows() + (statement.rows() == 1 ? " row: " : " rows: ");
        out.println("    " + size + (statement.blocksWriters() ? "BLOCKS WRITERS: " : "does not block: ")
                + statement.why());
    }

    private ObjectNode tree(SchemaPlan plan) {
        ObjectNode tree = JSON.createObjectNode()
                .put("database", database.uri().toString())
                .put("current", plan.current())
                .put("order", plan.order().name().toLowerCase(Locale.ROOT))
                .put("advice", plan.order().sentence())
                .put("blocks_writers", plan.blocksWriters());
        ArrayNode pending = tree.putArray("pending");
        for (SchemaPlan.Migration migration : plan.pending()) {
            ObjectNode one = pending.addObject()
                    .put("version", migration.version())
                    .put("description", migration.description())
                    .put("script", migration.script())
                    .put("kind", migration.kind().word());
            ArrayNode statements = one.putArray("statements");
            for (SchemaPlan.Statement statement : migration.statements()) {
                ObjectNode node = statements
                        .addObject()
                        .put("sql", statement.sql())
                        .put("table", statement.table())
                        .put("rows", statement.rows())
                        .put("blocks_writers", statement.blocksWriters())
                        .put("why", statement.why());
                statement.effects().forEach(node.putArray("effects")::add);
            }
        }
        return tree;
    }
}
