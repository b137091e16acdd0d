// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.simulation.SimulationRequest;
import dev.balrog.client.simulation.SimulationResult;
import dev.balrog.client.simulation.SimulationResult.CollectedSample;
import dev.balrog.client.simulation.SimulationResult.Effect;
import dev.balrog.client.simulation.SimulationResult.Group;
import dev.balrog.client.simulation.SimulationResult.Response;
import dev.balrog.core.simulation.SyntheticSample;
import dev.balrog.core.traffic.RecordedTraffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command that tells what changes do to clients, without making them. */
@Command(
        name = "simulate",
        description = {
            "Tell what changes do to clients, without making them.",
            "The server answers many requests as they are answered now and as they would be after the changes, and"
                    + " counts who gets something else. Give a scheduled change, a change set, or a file of proposed"
                    + " changes, or several of these. With --after, compare two data sets without a server.",
            "The requests are those that the public apps have recorded, if the server has collected enough of them."
                    + " Otherwise they are derived from rules and releases: one for each way of satisfying a rule, so"
                    + " that the shares are not those of traffic."
        },
        exitCodeList = {
            "0:No harmful effect.",
            "1:The server refused, or the changes make no sense.",
            "2:An option is wrong or missing.",
            "3:The server can't be reached, or gave no answer.",
            "4:A harmful effect: clients get status 400, no update where there was one, an older one, or one of another product."
        })
public final class SimulateCommand extends RemoteCommand {
    /** Exit code for changes after which some clients are worse off. */
    static final int HARMFUL = 4;

    private static final int LONGEST_EXAMPLES = 20;
    /** Ages from here on are shown in hours. */
    private static final int MAX_MINUTES = 120;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = Subject.LABEL,
            converter = Subject.Converter.class,
            description = "What a scheduled change changes: rule, release, release-v1, shutoff or pin.")
    private @Nullable Subject subject;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = Subject.ID_LABEL,
            description = "The numbers of the changes; of type release, the releases' names.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "A file of proposed changes: a JSON array of objects with kind, change_type and row, as in the"
                            + " body of POST /v2/simulate.")
    private @Nullable Path file;

    @Option(
            names = "--change-set",
            paramLabel = "NUMBER",
            description = "The number of an open change set. Repeatable.")
    private List<Long> changeSets = new ArrayList<>();

    @Mixin
    private DataSetSimulation dataSets;

    @Mixin
    private TrafficOption traffic;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            description = "Derive at most this number of requests, 100 to 200000; without it 20000.")
    private @Nullable Integer limit;

    @Override
    int run(BalrogClient client, Output out) {
        SimulationRequest request = request();
        if (request.isEmpty()) {
            throw new InvalidOptionException("there is nothing to simulate: give the type and number of a scheduled"
                    + " change, --change-set, --file with proposed ones, or --data-set and --after");
        }
        return report(withProgress(progress -> client.simulations().run(request, progress)), out);
    }

    @Override
    OptionalInt runWithoutServer(Output out) {
        if (!dataSets.isGiven()) {
            return OptionalInt.empty();
        }
        if (subject != null || file != null || !changeSets.isEmpty()) {
            throw new InvalidOptionException(
                    "changes need the server: leave --data-set, --from-database and --after out, or the changes");
        }
        RecordedTraffic sample = traffic.withoutServer();
        int derived = limit == null ? SyntheticSample.DEFAULT_LIMIT : limit;
        return OptionalInt.of(report(withProgress(progress -> dataSets.run(sample, derived, progress)), out));
    }

    private static int report(SimulationResult result, Output out) {
        if (out.isForPrograms()) {
            out.json(result.json());
        } else {
            print(result, out);
        }
        return result.harmful() ? HARMFUL : ExitCode.OK;
    }

    private SimulationRequest request() {
        SimulationRequest request = new SimulationRequest();
        if (subject != null) {
            if (ids.isEmpty()) {
                throw new InvalidOptionException("the number of the scheduled change is missing");
            }
            ids.forEach(id -> addScheduled(request, subject, id));
        }
        changeSets.forEach(request::changeSet);
        if (file != null) {
            ProposedChanges.read(file).forEach(request::change);
        }
        traffic.addTo(request);
        if (limit != null) {
            request.limit(limit);
        }
        return request;
    }

    private static void addScheduled(SimulationRequest request, Subject subject, String id) {
        subject.kind()
                .ifPresentOrElse(
                        kind -> {
                            try {
                                request.scheduled(kind, Long.parseLong(id));
                            } catch (NumberFormatException e) {
                                throw new InvalidOptionException(
                                        "'" + id + "' is not the number of a scheduled change");
                            } catch (IllegalArgumentException e) {
                                throw new InvalidOptionException(
                                        "changes of type " + subject.label() + " don't affect clients");
                            }
                        },
                        () -> request.scheduledRelease(id));
    }

    /** Prints a result for users. */
    static void print(SimulationResult result, Output out) {
        String subject = result.synthetic() ? "the derived requests change" : "traffic changes";
        out.line(share(result.changed().share()) + " of " + subject + " ("
                + result.changed().requests() + " of " + result.requests() + " requests).");
        if (result.traffic() != null) {
            out.line(sentence(result.traffic()));
        }
        if (result.groups().isEmpty()) {
            return;
        }
        out.line("");
        List<List<String>> effects = new ArrayList<>();
        effects.add(List.of("SHARE", "REQUESTS", "EFFECT"));
        for (Effect effect : result.effects()) {
            effects.add(List.of(
                    share(effect.affected().share()),
                    Long.toString(effect.affected().requests()),
                    sentence(effect.name())));
        }
        out.table(effects);
        out.line("");
        List<List<String>> groups = new ArrayList<>();
        groups.add(List.of("EFFECT", "PRODUCT", "CHANNEL", "BEFORE", "AFTER", "SHARE", "REQUESTS"));
        for (Group group : result.groups()) {
            groups.add(List.of(
                    group.effect(),
                    group.product(),
                    group.channel(),
                    name(group.before()),
                    name(group.after()),
                    share(group.affected().share()),
                    Long.toString(group.affected().requests())));
        }
        out.table(groups);
        if (result.omittedGroups() > 0) {
            out.line("and " + result.omittedGroups() + " more groups");
        }
        out.line("");
        out.line("Examples, to explain with POST /v2/explain or in the console:");
        result.groups().stream()
                .limit(LONGEST_EXAMPLES)
                .flatMap(group -> group.examples().stream().limit(1).map(url -> group.effect() + "  " + url))
                .forEach(out::line);
    }

    private static String sentence(CollectedSample sample) {
        long minutes = Math.max(1, sample.age().toMinutes());
        return String.format(
                Locale.ROOT,
                "Traffic: %,d requests to %d public app%s, fetched up to %s ago; %s of them are too rare to be listed.%s",
                sample.requests(),
                sample.apps(),
                sample.apps() == 1 ? "" : "s",
                minutes < MAX_MINUTES ? minutes + " min" : sample.age().toHours() + " h",
                share(sample.leftOut()),
                sample.missingApps() == 0 ? "" : " Public apps without a sample: " + sample.missingApps() + ".");
    }

    /** Returns a percentage with one digit; a small share is not 0. */
    private static String share(double share) {
        return share > 0 && share < 0.0005 ? "<0.1 %" : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String name(Response response) {
        if (response.outcome().equals("update")) {
            return response.version() == null
                    ? String.valueOf(response.release())
                    : response.release() + " (" + response.version() + ")";
        }
        return response.release() == null
                ? "none: " + response.outcome()
                : "none: " + response.outcome() + " " + response.release();
    }

    private static String sentence(String effect) {
        return switch (effect) {
            case "fails" -> "get status 400 (harmful)";
            case "stops" -> "no longer get an update (harmful)";
            case "other_product" -> "are offered a release of another product (harmful)";
            case "older" -> "are offered something older, or what they have (harmful)";
            case "other_release" -> "are offered another release";
            case "newly_offered" -> "are newly offered an update";
            case "other_content" -> "get other content of the same release";
            default -> effect;
        };
    }
}
