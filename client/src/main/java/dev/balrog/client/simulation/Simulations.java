// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Transport;
import org.jspecify.annotations.Nullable;

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

    /** Returns what changes do to clients. */
    public SimulationResult run(SimulationRequest request) {
        return SimulationResult.of(
                transport.send(Call.post(request.toJson(), "v2", "simulate")).body());
    }
}
