// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.schedule.Scheduled;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Commands for emergency shutoffs. */
@Command(
        name = "shutoff",
        description = "Manage emergency shutoffs: stop or resume all updates of a product and channel.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ShutoffCommand.On.class, ShutoffCommand.Off.class, ShutoffCommand.ListShutoffs.class})
public final class ShutoffCommand extends CommandGroup {

    /** Key of an emergency shutoff. */
    static final class Key {
        @Parameters(index = "0", paramLabel = "PRODUCT", description = "Product, such as Firefox.")
        private String product;

        @Parameters(index = "1", paramLabel = "CHANNEL", description = "Channel, such as release.")
        private String channel;

        JsonNode current(BalrogClient client) {
            return ChangeCommand.ifThere(() -> Shapes.shutoff(client.shutoffs().get(product, channel)));
        }

        @Override
        public String toString() {
            return product + " on " + channel;
        }
    }

    @Command(name = "on", description = "Stop all updates now.")
    static final class On extends ChangeCommand {
        @Mixin
        private Key key;

        @Option(names = "--comment", paramLabel = "TEXT", description = "Why.")
        private @Nullable String comment;

        @Override
        int change(BalrogClient client, Output out) {
            client.shutoffs().create(key.product, key.channel, comment);
            out.done("Updates of " + key + " are stopped.", Shapes.of("stopped", key.toString()));
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return key.current(client);
        }
    }

    @Command(name = "off", description = "Resume updates, now or at a scheduled time.")
    static final class Off extends ChangeCommand {
        @Mixin
        private Key key;

        @Option(
                names = "--when",
                paramLabel = "TIME",
                converter = Converters.Time.class,
                description =
                        "Schedule the change for this time, so that it can be signed off. Default: change it now.")
        private @Nullable Instant when;

        @Override
        int change(BalrogClient client, Output out) {
            if (when == null) {
                client.shutoffs().delete(key.product, key.channel);
                out.done("Updates of " + key + " are resumed.", Shapes.of("resumed", key.toString()));
            } else {
                Scheduled scheduled = client.shutoffs().scheduleDeletion(key.product, key.channel, when);
                out.done(
                        "Updates of " + key + " will be resumed by scheduled change " + scheduled.id() + ".",
                        Shapes.of("sc_id", scheduled.id()));
            }
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return key.current(client);
        }
    }

    @Command(name = "list", description = "List emergency shutoffs.")
    static final class ListShutoffs extends RemoteCommand {
        @Override
        int run(BalrogClient client, Output out) {
            out.list(
                    client.shutoffs().list().stream().map(Shapes::shutoff).toList(),
                    "product",
                    "channel",
                    "comment",
                    "data_version");
            return ExitCode.OK;
        }
    }
}
