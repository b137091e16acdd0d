// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the calls of one round of Mozilla's agent, in its order: which lists it reads, which changes it takes for ready,
 * and that it ends its round at the first status of 400 or more.
 */
final class MozillaAgent {
    private static final List<String> KINDS = List.of(
            "rules",
            "releases",
            "permissions",
            "emergency_shutoff",
            "required_signoffs/product",
            "required_signoffs/permissions",
            "pinnable_releases");
    private static final int FIRST_ERROR = 400;

    private final AdminOnDatabase admin;
    private final List<String> headers;

    MozillaAgent(AdminOnDatabase admin, String user) {
        this.admin = admin;
        this.headers = List.of("Authorization", "Bearer " + user, "Content-Type", "application/json");
    }

    /**
     * What came of a round.
     *
     * @param enacted paths of the enactments, in their order
     * @param failure the request that ended the round and its response; empty when the round came to its end
     */
    record RoundOutcome(List<String> enacted, Optional<String> failure) {}

    /** Runs a round. */
    RoundOutcome round(long now) throws IOException, InterruptedException {
        List<String> enacted = new ArrayList<>();
        try {
            for (String kind : KINDS) {
                for (JsonNode change : inOrder(kind, send("GET", "/scheduled_changes/" + kind))) {
                    if (isDue(change, now) && isSigned(change.path("required_signoffs"), change.path("signoffs"))) {
                        String target = "/scheduled_changes/" + kind + "/"
                                + change.path("sc_id").asInt() + "/enact";
                        send("POST", target);
                        enacted.add(target);
                    }
                }
            }
            for (JsonNode release : send("GET", "/v2/releases").path("releases")) {
                JsonNode changes = release.path("scheduled_changes");
                if (!changes.isEmpty()
                        && changes.valueStream()
                                .allMatch(change -> isDue(change, now)
                                        && isSigned(release.path("required_signoffs"), change.path("signoffs")))) {
                    String target = "/v2/releases/" + release.path("name").asString() + "/enact";
                    send("POST", target);
                    enacted.add(target);
                }
            }
            return new RoundOutcome(enacted, Optional.empty());
        } catch (StatusException e) {
            return new RoundOutcome(enacted, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** Rules go by time and priority, the last first; other kinds in the order of the list. */
    private static List<JsonNode> inOrder(String kind, JsonNode list) {
        List<JsonNode> changes =
                new ArrayList<>(list.path("scheduled_changes").valueStream().toList());
        if (kind.equals("rules")) {
            Comparator<JsonNode> byTime =
                    Comparator.comparingLong(change -> change.path("when").longValue());
            // The agent fails on a change without these members.
            changes.sort(byTime.thenComparingInt(
                    change -> change.required("priority").asInt(0)));
            Collections.reverse(changes);
        }
        return changes;
    }

    private static boolean isDue(JsonNode change, long now) {
        JsonNode uptake = change.path("telemetry_uptake");
        boolean waitsForUptake = uptake.isNumber() && uptake.asInt() != 0;
        return !waitsForUptake
                && change.path("when").isNumber()
                && change.path("when").asLong() <= now;
    }

    private static boolean isSigned(JsonNode required, JsonNode signoffs) {
        return required.propertyStream()
                .allMatch(role -> signoffs.valueStream()
                                .filter(given -> role.getKey().equals(given.asString()))
                                .count()
                        >= role.getValue().asInt());
    }

    private JsonNode send(String method, String target) throws IOException, InterruptedException {
        HttpResponse<String> response = admin.send(method, target, method.equals("GET") ? "" : "{}", headers);
        if (response.statusCode() >= FIRST_ERROR) {
            throw new StatusException(method + " " + target + ": " + response.statusCode() + " " + response.body());
        }
        String body = response.body();
        return body.isEmpty()
                ? JsonMapper.shared().missingNode()
                : JsonMapper.shared().readTree(body);
    }

    private static final class StatusException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StatusException(String message) {
            super(message);
        }
    }
}
