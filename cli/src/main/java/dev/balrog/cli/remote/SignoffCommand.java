// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.ObjectKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Signoffs. */
@Command(
        name = "signoff",
        description = "Sign changes that are to be made later, or take that back.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SignoffCommand.Give.class, SignoffCommand.Withdraw.class})
public final class SignoffCommand extends CommandGroup {

    @Command(name = "give", description = "Sign a scheduled change.")
    static final class Give extends ChangeCommand {
        @Mixin
        private ChangeId change;

        @Option(names = "--role", paramLabel = "ROLE", required = true, description = "The role in which you sign.")
        private String role;

        @Override
        int change(BalrogClient client, Output out) {
            change.choose(new ChangeId.Cases() {
                @Override
                public void ofObject(ObjectKind kind, long number) {
                    client.scheduledChanges().signOff(kind, number, role);
                }

                @Override
                public void ofRelease(String name) {
                    client.releases().signOff(name, role);
                }
            });
            out.done("Signed " + change.name() + " as " + role + ".", Shapes.of("signed", change.name()));
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return change.current(client);
        }
    }

    @Command(name = "withdraw", description = "Take a signoff back.")
    static final class Withdraw extends ChangeCommand {
        @Mixin
        private ChangeId change;

        @Option(
                names = "--user",
                paramLabel = "USER",
                description = "Whose signoff; not for releases. Without it: your own.")
        private @Nullable String user;

        @Override
        int change(BalrogClient client, Output out) {
            change.choose(new ChangeId.Cases() {
                @Override
                public void ofObject(ObjectKind kind, long number) {
                    client.scheduledChanges().withdrawSignoff(kind, number, user);
                }

                @Override
                public void ofRelease(String name) {
                    if (user != null) {
                        throw new InvalidOptionException(
                                "of what is scheduled of a release, only your own signoff can be taken back");
                    }
                    client.releases().withdrawSignoff(name);
                }
            });
            out.done("Took the signoff of " + change.name() + " back.", Shapes.of("withdrawn", change.name()));
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return change.current(client);
        }
    }
}
