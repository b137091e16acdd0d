// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.pin;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.Transport;
import tools.jackson.databind.JsonNode;

/** Pins API; pins are set by {@link dev.balrog.client.release.Releases#setPinnable}. */
public final class Pins {
    private final Transport transport;

    public Pins(Transport transport) {
        this.transport = transport;
    }

    /**
     * Returns the pin of a product, channel and version.
     *
     * @param version the version prefix, such as {@code 115.} or {@code 115.2.}
     * @throws dev.balrog.client.error.ClientException if there is none
     */
    public Pin get(String product, String channel, String version) {
        JsonNode pin = transport
                .send(Call.get("v2", "pins", product, channel, version))
                .body();
        return new Pin(product, channel, version, Fields.text(pin, "mapping"), Fields.number(pin, "data_version"));
    }
}
