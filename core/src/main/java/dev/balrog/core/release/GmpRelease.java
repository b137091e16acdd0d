// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.request.UpdateRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Release of Gecko media plugins (schema version 1000). The response always lists all of them: the
 * client compares them with those that it has.
 *
 * @param name name of the release
 * @param hashFunction hash function of all files
 * @param vendors plugins, by vendor
 */
public record GmpRelease(String name, @Nullable String hashFunction, Addons vendors) implements XmlRelease {

    static GmpRelease of(String name, JsonNode json) {
        return new GmpRelease(name, Json.text(json, "hashFunction"), Addons.of(json.path("vendors")));
    }

    @Override
    public Serving serving(UpdateRequest request) {
        return Serving.YES;
    }

    @Override
    public ResponseSpace responses() {
        return ResponseSpace.of(vendors.variants("/vendors"));
    }

    @Override
    public void writeHeader(XmlAnswer xml, Offer offer) {
        xml.line("    <addons>");
    }

    @Override
    public void writeUpdates(XmlAnswer xml, Offer offer) {
        for (Addons.Addon vendor : vendors.addons()) {
            Addons.File file = vendor.file(offer.request().buildTarget());
            if (file != null) {
                writeVendor(xml, vendor, file, offer);
            }
        }
    }

    private void writeVendor(XmlAnswer xml, Addons.Addon vendor, Addons.File file, Offer offer) {
        if (!offer.policy().allows(Required.field(file.url(), "fileUrl", vendor.id()), offer.request())) {
            return;
        }
        Addons.writeAddon(xml, vendor, file, hashFunction);
        List<String> mirrorUrls = file.mirrorUrls().stream()
                .filter(url -> offer.policy().allows(url, offer.request()))
                .toList();
        if (mirrorUrls.isEmpty()) {
            xml.append("/>");
            return;
        }
        xml.append(">");
        for (String url : mirrorUrls) {
            xml.line("            <mirror").attribute("URL", url).append("/>");
        }
        xml.line("        </addon>");
    }

    @Override
    public void writeFooter(XmlAnswer xml, Offer offer) {
        xml.line("    </addons>");
    }
}
