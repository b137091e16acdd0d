// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadReleaseException;
import dev.balrog.core.request.UpdateRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Release whose response is composed of others (schema version 4000): of the responses for several
 * products, as for GMP plugins, or of several releases, as for system add-ons.
 *
 * @param name name of the release
 * @param products products whose rules are evaluated, in this order; if there are any,
 *     {@code blobs} is ignored
 * @param blobs names of the releases
 */
public record Superblob(String name, List<String> products, List<String> blobs) implements XmlRelease {

    static Superblob of(String name, JsonNode json) {
        return new Superblob(name, Json.texts(json.path("products")), Json.texts(json.path("blobs")));
    }

    @Override
    public Serving serving(UpdateRequest request) {
        return Serving.YES;
    }

    /**
     * Returns an empty space: the parts of a superblob are releases with responses of their own.
     */
    @Override
    public ResponseSpace responses() {
        return ResponseSpace.of(List.of());
    }

    @Override
    public void writeHeader(XmlAnswer xml, Offer offer) {
        xml.line("    <addons>");
    }

    @Override
    public void writeUpdates(XmlAnswer xml, Offer offer) {
        throw new BadReleaseException("Superblob '" + name + "' can't be part of a response");
    }

    @Override
    public void writeFooter(XmlAnswer xml, Offer offer) {
        xml.line("    </addons>");
    }
}
