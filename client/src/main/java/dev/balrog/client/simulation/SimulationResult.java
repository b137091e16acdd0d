// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import dev.balrog.client.transport.Fields;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Result of a simulation: which clients get something else after the changes.
 *
 * @param synthetic whether the sample was derived from rules and releases, so that shares are not
 *     those of traffic
 * @param traffic the sample that the admin app has collected from the public apps; null for another
 *     one
 * @param requests number of different requests in the sample
 * @param harmful whether some clients fail, lose their update, get an older one, or one of another
 *     product
 * @param changed the requests that get something else
 * @param effects the requests by effect, the most harmful effect first
 * @param groups requests with the same difference, the most harmful effect first
 * @param omittedGroups number of further groups
 * @param json the whole report
 */
public record SimulationResult(
        boolean synthetic,
        @Nullable CollectedSample traffic,
        long requests,
        boolean harmful,
        Affected changed,
        List<Effect> effects,
        List<Group> groups,
        long omittedGroups,
        JsonNode json) {

    public SimulationResult {
        effects = List.copyOf(effects);
        groups = List.copyOf(groups);
    }

    /**
     * Sample that the admin app has collected.
     *
     * @param requests number of requests that it stands for, also those that it does not list
     * @param leftOut share of requests that it does not list because they are too rare, 0 to 1
     * @param apps number of public apps that it comes from
     * @param missingApps number of public apps without a part in it
     * @param age time since its oldest part was fetched
     */
    public record CollectedSample(long requests, double leftOut, int apps, int missingApps, Duration age) {
        static @Nullable CollectedSample of(JsonNode json) {
            return json.isObject()
                    ? new CollectedSample(
                            Fields.number(json, "requests"),
                            json.path("left_out").asDouble(0),
                            (int) Fields.number(json, "apps"),
                            (int) Fields.number(json, "missing_apps"),
                            Duration.ofSeconds(Fields.number(json, "age_seconds")))
                    : null;
        }
    }

    /**
     * Number of requests.
     *
     * @param requests different requests, also in part
     * @param weight how many requests they stand for
     * @param share their weight relative to that of the sample, 0 to 1
     */
    public record Affected(long requests, double weight, double share) {
        static Affected of(JsonNode json) {
            return new Affected(
                    Fields.number(json, "requests"),
                    json.path("weight").asDouble(0),
                    json.path("share").asDouble(0));
        }
    }

    /** Requests with an effect. */
    public record Effect(String name, boolean harmful, Affected affected) {
        static Effect of(JsonNode json) {
            return new Effect(Fields.text(json, "effect"), Fields.truth(json, "harmful"), Affected.of(json));
        }
    }

    /**
     * Response in short.
     *
     * @param outcome {@code update}, or why there is none
     * @param release the release that is offered, missing or at fault
     * @param version the version that is offered
     */
    public record Response(
            String outcome,
            @Nullable String release,
            @Nullable String version) {
        static Response of(JsonNode json) {
            return new Response(
                    Fields.text(json, "outcome"),
                    Fields.textOrNull(json, "release"),
                    Fields.textOrNull(json, "version"));
        }
    }

    /**
     * Requests with the same difference.
     *
     * @param examples request targets, from the path on
     */
    public record Group(
            String effect,
            boolean harmful,
            String product,
            String channel,
            Response before,
            Response after,
            Affected affected,
            List<String> examples) {
        public Group {
            examples = List.copyOf(examples);
        }

        static Group of(JsonNode json) {
            return new Group(
                    Fields.text(json, "effect"),
                    Fields.truth(json, "harmful"),
                    Fields.text(json, "product"),
                    Fields.text(json, "channel"),
                    Response.of(json.path("before")),
                    Response.of(json.path("after")),
                    Affected.of(json),
                    Fields.list(json.path("examples"), example -> Fields.text(example, "url")));
        }
    }

    /** Reads a result in the form of the API. */
    public static SimulationResult of(JsonNode json) {
        JsonNode sample = json.path("sample");
        return new SimulationResult(
                Fields.text(sample, "source").equals("synthetic"),
                CollectedSample.of(sample.path("traffic")),
                Fields.number(sample, "requests"),
                Fields.truth(json, "harmful"),
                Affected.of(json.path("changed")),
                Fields.list(json.path("effects"), Effect::of),
                Fields.list(json.path("groups"), Group::of),
                Fields.number(json, "omitted_groups"),
                json);
    }
}
