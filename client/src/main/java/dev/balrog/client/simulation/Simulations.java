// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Transport;

/** API of simulations, which change nothing. Each method throws {@link dev.balrog.client.error.ClientException} if it fails. */
public final class Simulations {
    private final Transport transport;

    public Simulations(Transport transport) {
        this.transport = transport;
    }

    /** Returns what changes do to clients. */
    public SimulationResult run(SimulationRequest request) {
        return SimulationResult.of(
                transport.send(Call.post(request.toJson(), "v2", "simulate")).body());
    }
}
