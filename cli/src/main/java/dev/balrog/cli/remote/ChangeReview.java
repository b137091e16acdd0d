// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.client.schedule.IneffectiveSignoff;
import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.schedule.UptakeCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scheduled change as it was read for signing: the values before and after it, the releases that it
 * makes reachable, and the version and digest that identify it.
 *
 * @param name name for use in a sentence
 * @param parts changes that are signed and enacted together; one, except for releases of the v2 API
 * @param required number of required signoffs by role
 * @param before the current object; a missing node for none, or if the user may not read it
 * @param after the object after the change; a missing node for none
 * @param reaches descriptions of the releases and rules that it connects
 */
record ChangeReview(
        String name,
        List<ScheduledChange> parts,
        Map<String, Integer> required,
        JsonNode before,
        JsonNode after,
        List<String> reaches) {
    private static final int MOST_DIFFERENCES = 100;

    /** Returns the effects of the change, field by field. */
    List<Difference> differences() {
        return Difference.replacing(before, after);
    }

    /** Returns the differences from an earlier read of the change. */
    List<Difference> differencesSince(ChangeReview earlier) {
        return Difference.replacing(earlier.state(), state());
    }

    /** Returns the digests by part, if the server sends them. */
    Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        for (ScheduledChange part : parts) {
            if (part.digest() != null) {
                digests.put(part.partKey(), part.digest());
            }
        }
        return digests;
    }

    /** Returns the data version of a change that has one part. */
    long dataVersion() {
        return parts.getFirst().dataVersion();
    }

    /**
     * Returns everything that a signoff agrees to, except the versions and digests, as one
     * document.
     */
    private ObjectNode state() {
        ObjectNode state = Shapes.object();
        for (ScheduledChange part : parts) {
            ObjectNode shape = Shapes.change("", part);
            shape.remove(List.of(
                    "type",
                    "sc_data_version",
                    "digest",
                    "complete",
                    "signoffs",
                    "ineffective_signoffs",
                    "unbound_signoffs",
                    "required_signoffs",
                    "enactment_obstacle",
                    "object"));
            if (parts.size() == 1) {
                state.setAll(shape);
            } else {
                state.set(part.partKey(), shape);
            }
        }
        if (!after.isMissingNode()) {
            state.set("object", after);
        }
        return state;
    }

    /** Prints the review as a table or as JSON. */
    void print(Output out) {
        if (out.isForPrograms()) {
            out.json(toJson());
            return;
        }
        out.line(name + ": "
                + parts.stream().map(part -> part.type().apiName()).distinct().collect(Collectors.joining(", ")));
        printDifferences(differences(), out);
        List<List<String>> rows = new ArrayList<>();
        reaches.forEach(sentence -> rows.add(row("reaches", sentence)));
        parts.stream().map(ChangeReview::condition).distinct().forEach(when -> rows.add(row("when", when)));
        rows.add(row(
                "scheduled by",
                parts.stream().map(ScheduledChange::scheduledBy).distinct().collect(Collectors.joining(", "))));
        signoffs(rows);
        parts.stream()
                .flatMap(part -> Stream.ofNullable(part.obstacle()))
                .distinct()
                .forEach(obstacle -> rows.add(row("can't be enacted", obstacle)));
        versions(rows);
        out.table(rows);
    }

    private static List<String> row(String label, String text) {
        return List.of("  " + label, text);
    }

    /** Prints values before and after. */
    static void printDifferences(List<Difference> differences, Output out) {
        List<List<String>> rows = new ArrayList<>();
        for (Difference difference : differences.subList(0, Math.min(differences.size(), MOST_DIFFERENCES))) {
            rows.add(List.of(
                    "  " + difference.path(), orNothing(difference.before()), "->", orNothing(difference.after())));
        }
        out.table(rows);
        if (differences.size() > MOST_DIFFERENCES) {
            out.line("  and " + (differences.size() - MOST_DIFFERENCES) + " more values");
        }
    }

    private static String orNothing(JsonNode value) {
        String text = Output.cell(value);
        return text.isEmpty() ? "(nothing)" : text;
    }

    private static String condition(ScheduledChange change) {
        UptakeCondition uptake = change.uptake();
        return uptake == null
                ? Objects.toString(change.when(), "at no time")
                : "when the uptake on " + uptake.product() + " " + uptake.channel() + " reaches " + uptake.uptake();
    }

    private void signoffs(List<List<String>> rows) {
        new TreeMap<>(required).forEach((role, number) -> {
            List<String> signers = parts.getFirst().signoffs().entrySet().stream()
                    .filter(signoff -> signoff.getValue().equals(role)
                            && parts.stream()
                                    .allMatch(
                                            part -> role.equals(part.signoffs().get(signoff.getKey()))))
                    .map(signoff -> isUnbound(signoff.getKey())
                            ? signoff.getKey() + " (bound on first sight)"
                            : signoff.getKey())
                    .sorted()
                    .toList();
            rows.add(row(
                    "signoffs",
                    role + " " + signers.size() + "/" + number
                            + (signers.isEmpty() ? "" : ": " + String.join(", ", signers))));
        });
        parts.stream()
                .flatMap(part -> part.ineffectiveSignoffs().stream())
                .distinct()
                .forEach(signoff -> rows.add(row("does not count", sentence(signoff))));
    }

    private boolean isUnbound(String user) {
        return parts.stream().anyMatch(part -> part.unboundSignoffs().contains(user));
    }

    private static String sentence(IneffectiveSignoff signoff) {
        return signoff.username() + " as " + signoff.role() + ". "
                + signoff.reason().description();
    }

    private void versions(List<List<String>> rows) {
        if (parts.size() == 1) {
            ScheduledChange only = parts.getFirst();
            rows.add(row("data version", Long.toString(only.dataVersion())));
            rows.add(row("digest", Objects.requireNonNullElse(only.digest(), "not sent by this server")));
        } else {
            parts.forEach(part -> rows.add(row(
                    "digest of " + part.partKey(),
                    Objects.requireNonNullElse(part.digest(), "not sent by this server"))));
        }
    }

    /** Returns the review as JSON, with the member names of the API. */
    ObjectNode toJson() {
        ObjectNode shape = Shapes.object().put("name", name);
        ArrayNode changes = shape.putArray("scheduled_changes");
        parts.forEach(part -> changes.add(Shapes.change("", part).without(List.of("type"))));
        shape.set("differences", Shapes.differences(differences()));
        reaches.forEach(shape.putArray("reaches")::add);
        return shape;
    }
}
