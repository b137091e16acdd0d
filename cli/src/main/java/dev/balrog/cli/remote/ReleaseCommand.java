// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.PreparedRequest;
import dev.balrog.client.release.ReleaseFilter;
import dev.balrog.client.release.ReleaseInfo;
import dev.balrog.client.release.ReleaseOutcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Commands for releases. */
@Command(
        name = "release",
        description = "List, show, create, replace or delete releases.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ReleaseCommand.ListReleases.class,
            ReleaseCommand.Show.class,
            ReleaseCommand.Submit.class,
            ReleaseCommand.Delete.class,
            ReleaseCommand.ReadOnly.class
        })
public final class ReleaseCommand extends CommandGroup {
    static final String RELEASE = "RELEASE";
    static final String NAME = "Name of the release.";

    private static JsonNode content(BalrogClient client, ReleaseApi api, String name) {
        return api.isV1()
                ? client.releasesV1().get(name).content()
                : client.releases().get(name).blob();
    }

    /** Prints the outcome of a change by the v2 API. */
    static void print(Output out, String what, ReleaseOutcome outcome) {
        out.done(what + (outcome.isScheduled() ? " is scheduled." : "."), outcome.toJson());
    }

    @Command(name = "list", description = "List releases.")
    static final class ListReleases extends RemoteCommand {
        @Option(names = "--product", paramLabel = "PRODUCT", description = "Only releases of this product.")
        private @Nullable String product;

        @Option(
                names = "--name-prefix",
                paramLabel = "TEXT",
                description = "Only releases whose names have this prefix.")
        private @Nullable String namePrefix;

        @Mixin
        private ReleaseApi api;

        @Override
        int run(BalrogClient client, Output out) {
            ReleaseFilter filter = new ReleaseFilter(product, namePrefix);
            List<ReleaseInfo> found = api.isV1()
                    ? client.releasesV1().list(filter)
                    : client.releases().list(filter);
            out.list(
                    found.stream().map(Shapes::release).toList(),
                    "name",
                    "product",
                    "data_version",
                    "read_only",
                    "required_signoffs");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Print a release's content, as JSON.")
    static final class Show extends RemoteCommand {
        @Parameters(paramLabel = RELEASE, description = NAME)
        private String name;

        @Mixin
        private ReleaseApi api;

        @Override
        int run(BalrogClient client, Output out) {
            out.json(content(client, api, name));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "submit",
            description = {
                "Create a release, or replace all of its content.",
                "Fails if the release is changed concurrently."
            })
    static final class Submit extends ChangeCommand {
        @Parameters(index = "0", paramLabel = RELEASE, description = NAME)
        private String name;

        @Parameters(index = "1", paramLabel = "FILE", description = "JSON file with the release's content.")
        private Path file;

        @Option(names = "--product", paramLabel = "PRODUCT", description = "Product; required for a new release.")
        private @Nullable String product;

        @Option(
                names = "--when",
                paramLabel = "TIME",
                converter = Converters.Time.class,
                description =
                        "Schedule the change for this time, so that it can be signed off. Default: change it now.")
        private @Nullable Instant when;

        @Mixin
        private ReleaseApi api;

        @Override
        int change(BalrogClient client, Output out) {
            ObjectNode blob = Converters.object(file);
            if (api.isV1()) {
                if (product == null || when != null) {
                    throw new InvalidOptionException(
                            "--api v1 needs --product, and does not support --when: schedule the"
                                    + " change with 'balrog scheduled-change schedule release-v1'");
                }
                long version = client.releasesV1().submit(name, product, blob);
                out.done(
                        "Release " + name + " is submitted; data version " + version + ".",
                        Shapes.of("new_data_version", version));
            } else {
                print(out, "Release " + name + " submitted", client.releases().submit(name, blob, product, when));
            }
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return ifThere(() -> content(client, api, name));
        }

        @Override
        List<Difference> differences(JsonNode current, PreparedRequest request) {
            return Difference.replacing(current, Converters.object(file));
        }
    }

    @Command(name = "delete", description = "Delete a release and its scheduled changes.")
    static final class Delete extends ChangeCommand {
        @Parameters(paramLabel = RELEASE, description = NAME)
        private String name;

        @Mixin
        private ReleaseApi api;

        @Override
        int change(BalrogClient client, Output out) {
            if (api.isV1()) {
                client.releasesV1().delete(name);
            } else {
                client.releases().delete(name);
            }
            out.done("Release " + name + " is deleted.", Shapes.of("deleted", name));
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return content(client, api, name);
        }
    }

    @Command(
            name = "read-only",
            description = {
                "Set whether a release is read-only.",
                "Making it writable may need signoffs, and is scheduled then."
            })
    static final class ReadOnly extends ChangeCommand {
        /** Read-only state of a release; a release that is {@code ON} can't be changed. */
        enum State {
            ON,
            OFF
        }

        @Parameters(index = "0", paramLabel = RELEASE, description = NAME)
        private String name;

        @Parameters(index = "1", paramLabel = "on|off", description = "on: read-only; off: writable.")
        private State state;

        @Mixin
        private ReleaseApi api;

        @Override
        int change(BalrogClient client, Output out) {
            boolean readOnly = state == State.ON;
            String what = "Release " + name + (readOnly ? " made read-only" : " made writable");
            if (api.isV1()) {
                long version = client.releasesV1().setReadOnly(name, readOnly);
                out.done(what + ".", Shapes.of("new_data_version", version));
            } else {
                print(out, what, client.releases().setReadOnly(name, readOnly));
            }
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            boolean now = api.isV1()
                    ? client.releasesV1().isReadOnly(name)
                    : client.releases().list(new ReleaseFilter(null, name)).stream()
                            .anyMatch(release -> release.name().equals(name) && release.readOnly());
            return Shapes.object().put("read_only", now);
        }
    }
}
