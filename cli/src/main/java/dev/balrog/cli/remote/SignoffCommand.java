// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.transport.ObjectKind;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Commands for signoffs. */
@Command(
        name = "signoff",
        description = "Sign off scheduled changes, or withdraw a signoff.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SignoffCommand.Give.class, SignoffCommand.Withdraw.class})
public final class SignoffCommand extends CommandGroup {

    @Command(
            name = "give",
            description = {
                "Sign off a scheduled change.",
                "Reads the change, shows its outcome, and asks for confirmation. The signoff is for exactly that outcome:"
                        + " if the change, or a release that it maps to, is edited before the signoff arrives,"
                        + " nothing is signed off, and the differences are shown.",
                "Scripts name the outcome with --digest and --data-version."
            })
    static final class Give extends ReviewedChangeCommand {
        @Option(names = "--role", paramLabel = "ROLE", required = true, description = "Role in which you sign off.")
        private String role;

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask for confirmation; sign off what is shown.")
        private boolean yes;

        @Override
        boolean isAgreedTo(ChangeReview read, Output out) {
            if (yes || isDryRun()) {
                if (!out.isForPrograms()) {
                    read.print(out);
                }
                return true;
            }
            Console console = Optional.ofNullable(System.console())
                    .filter(terminal -> terminal.isTerminal() && !out.isForPrograms())
                    .orElseThrow(() -> new InvalidOptionException(
                            "there is no terminal to ask for confirmation: name with --digest and --data-version what you"
                                    + " agree to, or sign off the current outcome with --yes"));
            read.print(out);
            String answer = console.readLine("Sign this off as %s? [y/N] ", role);
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        }

        @Override
        void act(BalrogClient client, ChangeReview read) {
            id().choose(new ChangeId.Cases() {
                @Override
                public void ofObject(ObjectKind kind, long number) {
                    client.scheduledChanges()
                            .signOff(kind, number, read.parts().getFirst().version(), role);
                }

                @Override
                public void ofRelease(String name) {
                    client.releases().signOff(name, read.parts(), role);
                }
            });
        }

        @Override
        void report(Output out) {
            out.done("Signed " + id().name() + " as " + role + ".", Shapes.of("signed", id().name()));
        }
    }

    @Command(name = "withdraw", description = "Withdraw a signoff.")
    static final class Withdraw extends ChangeCommand {
        @Mixin
        private ChangeId change;

        @Option(
                names = "--user",
                paramLabel = "USER",
                description = "User whose signoff is withdrawn; not for releases. Default: you.")
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
                        throw new InvalidOptionException("for a release, only your own signoff can be withdrawn");
                    }
                    client.releases().withdrawSignoff(name);
                }
            });
            out.done("Withdrew the signoff of " + change.name() + ".", Shapes.of("withdrawn", change.name()));
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return change.current(client);
        }
    }
}
