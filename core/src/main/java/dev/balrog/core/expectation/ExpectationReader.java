// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import dev.balrog.core.expectation.ExpectedOutcome.Anything;
import dev.balrog.core.expectation.ExpectedOutcome.AtLeast;
import dev.balrog.core.expectation.ExpectedOutcome.Nothing;
import dev.balrog.core.expectation.ExpectedOutcome.OfRelease;
import dev.balrog.core.expectation.ExpectedOutcome.Reaches;
import dev.balrog.core.expectation.ExpectedOutcome.Unchanged;
import dev.balrog.core.simulation.RolloutSide;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Strict reader of expectations in their JSON form, which YAML files have as well. */
public final class ExpectationReader {
    /** Largest number of expectations of a document. */
    public static final int MAX_EXPECTATIONS = 10_000;

    /** Largest number of requests of all expectations of a document. */
    public static final int MAX_TOTAL_REQUESTS = 200_000;

    /** Largest number of updates that are followed. */
    public static final int MAX_STEPS = 50;

    private static final int MAX_DESCRIPTION = 2000;
    private static final int MAX_RELEASE_NAME = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Set<String> MEMBERS = Set.of("name", "description", "requests", "expect", "rollout");
    private static final Set<String> OUTCOMES = Set.of("release", "update", "at_least", "reaches");

    private ExpectationReader() {}

    /**
     * Reads a document: an object with the member {@code expectations}, an array.
     *
     * @throws InvalidExpectationException where it is none
     */
    public static List<Expectation> readAll(JsonNode document) throws InvalidExpectationException {
        JsonMembers root = JsonMembers.of("", document, Set.of("expectations"));
        List<Expectation> expectations = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int requests = 0;
        for (JsonMembers.Element element : root.array("expectations", MAX_EXPECTATIONS)) {
            Expectation expectation = read(element.pointer(), element.value());
            if (!names.add(expectation.name())) {
                throw new InvalidExpectationException(
                        element.pointer() + "/name", "there are two expectations with the name " + expectation.name());
            }
            requests += expectation.requests().size();
            if (requests > MAX_TOTAL_REQUESTS) {
                throw new InvalidExpectationException(
                        element.pointer(),
                        "all expectations together have more than " + MAX_TOTAL_REQUESTS + " requests");
            }
            expectations.add(expectation);
        }
        return List.copyOf(expectations);
    }

    /**
     * Reads an expectation.
     *
     * @throws InvalidExpectationException where it is none
     */
    public static Expectation read(JsonNode json) throws InvalidExpectationException {
        return read("", json);
    }

    private static Expectation read(String pointer, JsonNode json) throws InvalidExpectationException {
        JsonMembers members = JsonMembers.of(pointer, json, MEMBERS);
        String name = members.text("name");
        if (!NAME.matcher(name).matches()) {
            throw members.invalid(
                    "name",
                    "the name is not 1 to 100 letters, digits, dots, hyphens and underscores, beginning with a letter or"
                            + " digit");
        }
        String description = members.has("description") ? members.text("description") : "";
        if (description.length() > MAX_DESCRIPTION) {
            throw members.invalid("description", "the description is longer than " + MAX_DESCRIPTION + " characters");
        }
        ExpectedOutcome outcome = outcome(members);
        if (outcome instanceof Unchanged && members.has("rollout")) {
            throw members.invalid("rollout", "an unchanged update is so on all sides of a rollout: leave rollout away");
        }
        return new Expectation(name, description, requests(members), outcome, sides(members));
    }

    private static List<SampleRequest> requests(JsonMembers members) throws InvalidExpectationException {
        Set<SampleRequest> requests = new LinkedHashSet<>();
        for (JsonMembers.Element element : members.array("requests", Expectation.MAX_REQUESTS)) {
            requests.addAll(RequestPattern.expand(element.pointer(), element.value()));
            if (requests.size() > Expectation.MAX_REQUESTS) {
                throw members.invalid(
                        "requests", "the expectation has more than " + Expectation.MAX_REQUESTS + " requests");
            }
        }
        if (requests.isEmpty()) {
            throw members.invalid("requests", "there is no request");
        }
        return List.copyOf(requests);
    }

    private static ExpectedOutcome outcome(JsonMembers members) throws InvalidExpectationException {
        Set<String> known = new HashSet<>(OUTCOMES);
        known.add("within");
        JsonMembers expect = members.object("expect", known);
        List<String> given = OUTCOMES.stream().filter(expect::has).sorted().toList();
        if (given.size() != 1) {
            throw members.invalid(
                    "expect",
                    "exactly one of release, update, at_least and reaches is expected here, not " + given.size());
        }
        String outcome = given.getFirst();
        if (expect.has("within") != outcome.equals("reaches")) {
            throw members.invalid("expect", "reaches and within belong together");
        }
        return switch (outcome) {
            case "release" -> new OfRelease(release(expect));
            case "update" ->
                switch (expect.text("update")) {
                    case "none" -> new Nothing();
                    case "any" -> new Anything();
                    case "unchanged" -> new Unchanged();
                    default -> throw expect.invalid("update", "update is none of any, none and unchanged");
                };
            case "at_least" -> new AtLeast(version(expect, "at_least"));
            default -> new Reaches(version(expect, "reaches"), expect.integer("within", 1, MAX_STEPS));
        };
    }

    private static String release(JsonMembers expect) throws InvalidExpectationException {
        String release = expect.text("release");
        if (release.isEmpty() || release.length() > MAX_RELEASE_NAME) {
            throw expect.invalid("release", "the name of a release has 1 to " + MAX_RELEASE_NAME + " characters");
        }
        return release;
    }

    private static String version(JsonMembers expect, String member) throws InvalidExpectationException {
        String version = expect.text(member);
        // Which scheme applies depends on each request; the loose one orders fewer strings.
        boolean ordered = Stream.of(VersionScheme.MOZILLA, VersionScheme.LOOSE)
                .anyMatch(scheme -> scheme.compare(version, version).isPresent());
        if (version.isEmpty() || !ordered) {
            throw expect.invalid(member, "'" + version + "' is not a version");
        }
        return version;
    }

    private static List<RolloutSide> sides(JsonMembers members) throws InvalidExpectationException {
        if (!members.has("rollout")) {
            return List.of(RolloutSide.IN);
        }
        return switch (members.text("rollout")) {
            case "in" -> List.of(RolloutSide.IN);
            case "out" -> List.of(RolloutSide.OUT);
            case "both" -> List.of(RolloutSide.IN, RolloutSide.OUT);
            default -> throw members.invalid("rollout", "rollout is none of in, out and both");
        };
    }
}
