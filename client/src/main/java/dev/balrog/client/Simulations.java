// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

/** API of simulations, which change nothing. Each method throws {@link ClientException} if it fails. */
public final class Simulations {
    private final Transport transport;

    Simulations(Transport transport) {
        this.transport = transport;
    }

    /** Returns what changes do to clients. */
    public SimulationResult run(SimulationRequest request) {
        return SimulationResult.of(
                transport.send(Call.post(request.toJson(), "v2", "simulate")).body());
    }
}
