// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.Variable;
import dev.balrog.store.AdminPrivileges;
import dev.balrog.store.Database;
import dev.balrog.store.schema.Schema;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates the database schema, or migrates it to this version. */
@Command(
        name = "upgrade",
        description = "Create the tables, upgrade those of an earlier version, or adopt those of Mozilla's"
                + " Balrog. Concurrent upgrades wait for each other.")
final class DbUpgradeCommand implements Runnable {
    @Mixin
    private DatabaseOptions database;

    @Option(names = "--to", paramLabel = "VERSION", description = "Last migration to apply. Default: all.")
    private @Nullable String version;

    @Option(
            names = "--admin-account",
            paramLabel = "USER",
            description = "The admin app's account on MariaDB or MySQL: it is granted its privileges on each table, as"
                    + " balrog db grants prints them. Needs an account with GRANT OPTION.")
    @Variable("BALROG_ADMIN_ACCOUNT")
    private @Nullable String adminAccount;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (Database opened = database.connectForUpgrading()) {
            Schema schema = new Schema(opened);
            List<String> applied = version == null ? schema.upgrade() : schema.upgradeTo(version);
            if (adminAccount != null) {
                AdminPrivileges.grant(opened, adminAccount);
            }
            applied.forEach(migration -> out.println("Applied " + migration));
            schema.widenColumns().forEach(out::println);
            out.println(database.uri()
                    + (version == null ? " is up to date." : " is at version " + version + " or later."));
        }
        out.flush();
    }
}
