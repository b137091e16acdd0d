// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.Transport;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** API of simulations and of the lint, which change nothing. Each method throws {@link dev.balrog.client.error.ClientException} if it fails. */
public final class Simulations {
    private final Transport transport;

    public Simulations(Transport transport) {
        this.transport = transport;
    }

    /**
     * Returns the probable mistakes in the current rules, pins and releases.
     *
     * @param product only those of this product; null for all
     */
    public LintReport lint(@Nullable String product) {
        return LintReport.of(
                transport.send(Call.get("v2", "lint").with("product", product)).body());
    }

    /**
     * Returns the results of expectations before and after changes that are not made.
     *
     * @param expectations expectations in the form of the API
     * @param changes proposed changes in the form of the API: objects with kind, change_type and row
     */
    public ExpectationReport checkExpectations(
            List<? extends JsonNode> expectations, List<? extends JsonNode> changes) {
        ObjectNode body = Fields.object();
        body.putArray("expectations").addAll(expectations);
        if (!changes.isEmpty()) {
            body.putArray("changes").addAll(changes);
        }
        return ExpectationReport.of(
                transport.send(Call.post(body, "v2", "expectations", "check")).body());
    }

    /** Returns what changes do to clients. */
    public SimulationResult run(SimulationRequest request) {
        return run(request, SimulationProgress.NONE);
    }

    /** Returns what changes do to clients. The server ends the simulation if this program ends. */
    public SimulationResult run(SimulationRequest request, SimulationProgress progress) {
        return SimulationResult.of(send(Call.post(request.toJson(), "v2", "simulate"), progress));
    }

    private JsonNode send(Call call, SimulationProgress progress) {
        return transport.sendWithProgress(
                call, json -> progress.advanced(Fields.number(json, "evaluated"), Fields.number(json, "requests")));
    }

    /**
     * Returns the lines of the traffic sample that the admin app has collected from the public apps.
     * If there is none, the rejection has status 404.
     */
    public List<JsonNode> trafficSample() {
        return transport.lines(Call.get("v2", "traffic_sample"));
    }

    /**
     * Returns what a channel would serve if it were like another one.
     *
     * @param from the channel to be like, as clients send it
     * @param to the channel that would be changed, as clients send it
     * @param settings fields of rules to promote; empty for the mapping
     * @param rollout background rate of rules that get another mapping, in percent; null to leave it
     * @param sample requests of the simulation, without changes
     * @param progress observer of the simulation
     */
    public ChannelDifferences compareChannels(
            String product,
            String from,
            String to,
            Collection<String> settings,
            @Nullable Integer rollout,
            SimulationRequest sample,
            SimulationProgress progress) {
        ObjectNode body =
                sample.toJson().put("product", product).put("from", from).put("to", to);
        if (!settings.isEmpty()) {
            settings.forEach(body.putArray("settings")::add);
        }
        if (rollout != null) {
            body.put("rollout", rollout);
        }
        return ChannelDifferences.of(send(Call.post(body, "v2", "compare_channels"), progress));
    }
}
