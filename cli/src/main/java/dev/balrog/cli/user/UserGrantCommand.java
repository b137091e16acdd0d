// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.user;

import dev.balrog.change.OperatorGrant;
import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.core.change.Permission;
import dev.balrog.store.Database;
import dev.balrog.store.schema.Schema;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Grants a user a permission and roles directly in the database. */
@Command(
        name = "grant",
        description = {
            "Grant a user a permission, and roles to sign off with.",
            "For the first administrator of a database, and for when no administrator can log in. It needs no"
                    + " signoffs, and is recorded in the history and the audit log."
        })
final class UserGrantCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "USER",
            description = "User: an e-mail address, or the name of a service account.")
    private String user;

    @Parameters(
            index = "1",
            paramLabel = "PERMISSION",
            converter = PermissionConverter.class,
            description =
                    "admin, emergency_shutoff, release, release_locale, release_read_only, rule, pinnable_release,"
                            + " permission, required_signoff or scheduled_change.")
    private Permission permission;

    @Option(
            names = "--products",
            paramLabel = "PRODUCT",
            split = ",",
            description = "Limit to these products, separated by commas.")
    private @Nullable List<String> products;

    @Option(
            names = "--actions",
            paramLabel = "ACTION",
            split = ",",
            description = "Limit to these actions, separated by commas, such as create,modify.")
    private @Nullable List<String> actions;

    @Option(names = "--roles", paramLabel = "ROLE", split = ",", description = "Roles to grant, separated by commas.")
    private @Nullable List<String> roles;

    @Mixin
    private DatabaseOptions databaseOptions;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OperatorGrant grant;
        try {
            grant = grant();
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
        try (Database database = databaseOptions.connectForWriting()) {
            new Schema(database).requireUpToDate();
            grant.apply(database, operator(), Clock.systemUTC());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("Granted " + permission.id() + " to " + user
                + (roles == null ? "" : ", and " + String.join(", ", roles)));
        return ExitCode.OK;
    }

    private OperatorGrant grant() {
        return new OperatorGrant(
                user,
                permission,
                products == null ? Set.of() : Set.copyOf(products),
                actions == null ? Set.of() : Set.copyOf(actions),
                roles == null ? Set.of() : Set.copyOf(roles));
    }

    /**
     * Returns the author for the history: no Balrog user, but the operator with access to the
     * database.
     */
    private static String operator() {
        return "operator " + System.getProperty("user.name", "unknown");
    }

    /** Parses the name of a permission. */
    static final class PermissionConverter implements ITypeConverter<Permission> {
        @Override
        public Permission convert(String name) {
            return Permission.of(name)
                    .orElseThrow(() -> new TypeConversionException("'" + name
                            + "' is not a permission: give one of "
                            + Arrays.stream(Permission.values())
                                    .map(Permission::id)
                                    .collect(Collectors.joining(", "))));
        }
    }
}
