// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Release that tells users that their system is no longer supported (schema version 50).
 *
 * @param name name of the release
 * @param detailsUrl template of the URL of a page with the reasons, with the locale, version and
 *     operating system of the request
 * @param displayVersion last version that supports the system
 */
public record DesupportRelease(
        String name,
        @Nullable Template detailsUrl,
        @Nullable String displayVersion) implements XmlRelease {

    static DesupportRelease of(String name, JsonNode json) {
        String detailsUrl = Json.text(json, "detailsUrl");
        return new DesupportRelease(
                name,
                detailsUrl == null ? null : Template.of(detailsUrl, "%LOCALE%", "%VERSION%", "%OS%"),
                Json.text(json, "displayVersion"));
    }

    @Override
    public Serving serving(UpdateRequest request) {
        return Serving.YES;
    }

    @Override
    public ResponseSpace responses() {
        return ResponseSpace.of(List.of(new ResponseSpace.Variant("Linux_x86-gcc3", ResponseSpace.SOME_LOCALE, "")));
    }

    @Override
    public void writeHeader(XmlAnswer xml, Offer offer) {
        xml.line("");
    }

    @Override
    public void writeUpdates(XmlAnswer xml, Offer offer) {
        xml.line("    <update")
                .attribute("type", offer.updateType())
                .attribute("unsupported", "true")
                .attribute("detailsURL", fillIn(Required.field(detailsUrl, "detailsUrl", name), offer.request()))
                .attribute("displayVersion", Required.field(displayVersion, "displayVersion", name))
                .append(">");
    }

    @Override
    public void writeFooter(XmlAnswer xml, Offer offer) {
        xml.line("</update>");
    }

    private static String fillIn(Template url, UpdateRequest request) {
        String locale = request.locale() == null ? "" : request.locale();
        String buildTarget = request.buildTarget();
        int systemEnd = buildTarget.indexOf('_');
        String system = systemEnd < 0 ? buildTarget : buildTarget.substring(0, systemEnd);
        for (String value : new String[] {locale, request.version(), system}) {
            if (!XmlAnswer.canCarry(value)) {
                throw new BadDataException("The request has a character that XML does not allow");
            }
        }
        return url.fill(locale, request.version(), system);
    }
}
