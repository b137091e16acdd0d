// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.release.ReleaseFilter;
import dev.balrog.client.schedule.ChangeVersion;
import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.transport.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Commands for scheduled changes. */
@Command(
        name = "scheduled-change",
        description = "List, show, schedule, delete or enact scheduled changes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ScheduledChangeCommand.ListChanges.class,
            ScheduledChangeCommand.Show.class,
            ScheduleCommand.class,
            ScheduledChangeCommand.Delete.class,
            ScheduledChangeCommand.Enact.class
        })
public final class ScheduledChangeCommand extends CommandGroup {

    @Command(name = "list", description = "List pending scheduled changes.")
    static final class ListChanges extends RemoteCommand {
        private static final String OBSTACLE = "enactment_obstacle";

        @Parameters(
                paramLabel = Subject.LABEL,
                arity = "0..1",
                converter = Subject.Converter.class,
                description = Subject.DESCRIPTION + " Default: all types.")
        private @Nullable Subject subject;

        @Option(names = "--all", description = "Also enacted ones; not available for type release.")
        private boolean all;

        @Override
        int run(BalrogClient client, Output out) {
            List<ObjectNode> found = new ArrayList<>();
            for (Subject each : subject == null ? List.of(Subject.values()) : List.of(subject)) {
                each.kind()
                        .ifPresentOrElse(
                                kind -> changes(client, kind)
                                        .forEach(change -> found.add(Shapes.change(each.label(), change))),
                                () -> addReleases(client, found));
            }
            if (!out.isForPrograms()) {
                found.forEach(ListChanges::nameReasons);
            }
            List<String> columns = new ArrayList<>(List.of(
                    "type",
                    "sc_id",
                    "change_type",
                    "when",
                    "scheduled_by",
                    "signoffs",
                    "ineffective_signoffs",
                    "required_signoffs"));
            if (found.stream().anyMatch(change -> change.has(OBSTACLE))) {
                columns.add(OBSTACLE);
            }
            columns.add("object");
            out.list(found, columns.toArray(String[]::new));
            return ExitCode.OK;
        }

        /** Replaces the list of ineffective signoffs with a readable string. */
        private static void nameReasons(ObjectNode change) {
            change.put(
                    "ineffective_signoffs",
                    change.path("ineffective_signoffs")
                            .valueStream()
                            .map(signoff -> signoff.path("username").asString() + ": "
                                    + signoff.path("reason").asString())
                            .collect(Collectors.joining(", ")));
        }

        private List<ScheduledChange> changes(BalrogClient client, ObjectKind kind) {
            return all
                    ? client.scheduledChanges().all(kind)
                    : client.scheduledChanges().open(kind);
        }

        private static void addReleases(BalrogClient client, List<ObjectNode> found) {
            client.releases()
                    .list(ReleaseFilter.ALL)
                    .forEach(release -> release.scheduledChanges()
                            .forEach(change -> found.add(Shapes.change(Subject.RELEASE.label(), change))));
        }
    }

    @Command(
            name = "show",
            description = {
                "Show a scheduled change with its differences, its signoffs, and its outcome digest.",
                "Signoffs that do not count are listed with the reason."
            })
    static final class Show extends RemoteCommand {
        @Mixin
        private ChangeId change;

        @Override
        int run(BalrogClient client, Output out) {
            Optional<ChangeReview> review = change.read(client);
            if (review.isEmpty()) {
                return fail(change.name() + " is not open: it does not exist, or it was enacted or deleted");
            }
            review.get().print(out);
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", description = "Delete a pending scheduled change.")
    static final class Delete extends ChangeCommand {
        @Mixin
        private ChangeId change;

        @Override
        int change(BalrogClient client, Output out) {
            change.choose(new ChangeId.Cases() {
                @Override
                public void ofObject(ObjectKind kind, long number) {
                    client.scheduledChanges().delete(kind, number);
                }

                @Override
                public void ofRelease(String name) {
                    throw new InvalidOptionException("a scheduled change of a release is withdrawn by submitting the"
                            + " release as it is: save it with 'balrog release show " + name
                            + "', and give it to 'balrog release submit'");
                }
            });
            out.done("Deleted " + change.name() + ".", Shapes.of("deleted", change.name()));
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return change.current(client);
        }
    }

    @Command(
            name = "enact",
            description = {
                "Enact a change now.",
                "The agent does so at the scheduled time. Enacts exactly what it reads first, or what --digest and"
                        + " --data-version name."
            })
    static final class Enact extends ReviewedChangeCommand {
        @Option(
                names = "--uptake",
                paramLabel = "NUMBER",
                description = "Measured uptake, for a change with an uptake condition.")
        private @Nullable Long uptake;

        @Override
        boolean isAgreedTo(ChangeReview read, Output out) {
            return true;
        }

        @Override
        void act(BalrogClient client, ChangeReview read) {
            id().choose(new ChangeId.Cases() {
                @Override
                public void ofObject(ObjectKind kind, long number) {
                    ChangeVersion version = read.parts().getFirst().version();
                    if (uptake == null) {
                        client.scheduledChanges().enact(kind, number, version);
                    } else {
                        client.scheduledChanges().enact(kind, number, version, uptake);
                    }
                }

                @Override
                public void ofRelease(String name) {
                    if (uptake != null) {
                        throw new InvalidOptionException("changes of releases have no uptake condition");
                    }
                    client.releases().enact(name, read.parts());
                }
            });
        }

        @Override
        void report(Output out) {
            out.done("Enacted " + id().name() + ".", Shapes.of("enacted", id().name()));
        }
    }
}
