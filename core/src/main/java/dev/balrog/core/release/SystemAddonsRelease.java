// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.request.UpdateRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Release of system add-ons (schema version 5000): a set to install, or the instruction to
 * uninstall all.
 *
 * @param name name of the release
 * @param uninstall whether an empty set is sent, which removes all system add-ons
 * @param hashFunction hash function of all files
 * @param addons add-ons of the set
 */
public record SystemAddonsRelease(
        String name, boolean uninstall, @Nullable String hashFunction, Addons addons) implements XmlRelease {

    static SystemAddonsRelease of(String name, JsonNode json) {
        return new SystemAddonsRelease(
                name, Json.isTrue(json, "uninstall"), Json.text(json, "hashFunction"), Addons.of(json.path("addons")));
    }

    @Override
    public Serving serving(UpdateRequest request) {
        return Serving.YES;
    }

    @Override
    public ResponseSpace responses() {
        return ResponseSpace.of(addons.variants("/addons"));
    }

    @Override
    public void writeHeader(XmlAnswer xml, Offer offer) {
        xml.line(hasSet(offer) ? "    <addons>" : "");
    }

    @Override
    public void writeUpdates(XmlAnswer xml, Offer offer) {
        for (Addons.Addon addon : addons.addons()) {
            Addons.File file = allowedFile(addon, offer);
            if (file != null) {
                Addons.writeAddon(xml, addon, file, hashFunction);
                xml.append("/>");
            }
        }
    }

    @Override
    public void writeFooter(XmlAnswer xml, Offer offer) {
        xml.line(hasSet(offer) ? "    </addons>" : "");
    }

    /**
     * Returns whether the response has a set of add-ons: an empty set would uninstall the client's.
     */
    private boolean hasSet(Offer offer) {
        return uninstall || addons.addons().stream().anyMatch(addon -> allowedFile(addon, offer) != null);
    }

    private static Addons.@Nullable File allowedFile(Addons.Addon addon, Offer offer) {
        Addons.File file = addon.file(offer.request().buildTarget());
        if (file == null) {
            return null;
        }
        String url = Required.field(file.url(), "fileUrl", addon.id());
        return offer.policy().allows(url, offer.request()) ? file : null;
    }
}
