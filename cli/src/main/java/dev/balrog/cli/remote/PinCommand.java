// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.pin.PinOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Commands for pins. */
@Command(
        name = "pin",
        description = "Show or set the releases for clients that are pinned to a version.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PinCommand.SetPin.class, PinCommand.Show.class})
public final class PinCommand extends CommandGroup {

    /** Key of a pin. */
    static final class Key {
        @Parameters(index = "0", paramLabel = "PRODUCT", description = "Product, such as Firefox.")
        private String product;

        @Parameters(index = "1", paramLabel = "CHANNEL", description = "Channel, such as release.")
        private String channel;

        @Parameters(
                index = "2",
                paramLabel = "VERSION",
                description = "Version pin, such as 140. or 140.2. with the trailing dot.")
        private String version;

        JsonNode current(BalrogClient client) {
            return Shapes.pin(client.pins().get(product, channel, version));
        }

        @Override
        public String toString() {
            return product + " " + channel + " " + version;
        }
    }

    @Command(name = "set", description = "Pin a version to a release.")
    static final class SetPin extends ChangeCommand {
        @Mixin
        private Key key;

        @Parameters(index = "3", paramLabel = ReleaseCommand.RELEASE, description = ReleaseCommand.NAME)
        private String release;

        @Option(
                names = "--when",
                paramLabel = "TIME",
                converter = Converters.Time.class,
                description = "Schedule the change for this time. Default: change it now.")
        private @Nullable Instant when;

        @Override
        int change(BalrogClient client, Output out) {
            PinOutcome outcome = client.releases().setPinnable(release, key.product, key.channel, key.version, when);
            return switch (outcome) {
                case PinOutcome.Done done -> {
                    out.done(key + " is pinned to " + release + ".", Shapes.of("new_data_version", done.dataVersion()));
                    yield ExitCode.OK;
                }
                case PinOutcome.Scheduled scheduled -> {
                    out.done(
                            key + " will be pinned to " + release + " by scheduled change " + scheduled.id() + ".",
                            Shapes.of("sc_id", scheduled.id()));
                    yield ExitCode.OK;
                }
                case PinOutcome.Refused refused -> {
                    out.done(
                            key + " is not pinned to " + release + ": " + refused.reason() + ".",
                            Shapes.of("refused", refused.reason()));
                    yield ExitCode.SOFTWARE;
                }
            };
        }

        @Override
        JsonNode current(BalrogClient client) {
            return ifThere(() -> key.current(client));
        }
    }

    @Command(name = "show", description = "Show a pin.")
    static final class Show extends RemoteCommand {
        @Mixin
        private Key key;

        @Override
        int run(BalrogClient client, Output out) {
            out.object(key.current(client));
            return ExitCode.OK;
        }
    }
}
