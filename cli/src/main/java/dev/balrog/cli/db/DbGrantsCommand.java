// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import dev.balrog.cli.options.Variable;
import dev.balrog.store.AdminPrivileges;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the privileges of the admin app's account. */
@Command(
        name = "grants",
        description = {
            "Print the statements that grant the admin app's account on MariaDB or MySQL its least privileges.",
            "The account can only insert into histories and the audit log. Migrations need another account."
        })
final class DbGrantsCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "USER", description = "Name of the account, such as balrog-admin.")
    private String user;

    @Option(names = "--host", paramLabel = "HOST", defaultValue = "%", description = "Host that it may connect from.")
    @Variable("BALROG_GRANTS_HOST")
    private String host;

    @Option(names = "--name", paramLabel = "DATABASE", defaultValue = "balrog", description = "Name of the database.")
    @Variable("BALROG_GRANTS_DATABASE")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        AdminPrivileges.statements(name, user, host).forEach(statement -> out.println(statement + ";"));
        out.flush();
    }
}
