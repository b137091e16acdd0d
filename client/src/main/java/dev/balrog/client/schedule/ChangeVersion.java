// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Version of a scheduled change that was read. A signoff or an enactment with it applies to that
 * version only.
 *
 * @param dataVersion the scheduled change's own data version
 * @param digest the outcome digest, 64 hexadecimal digits; null if the server does not send one
 */
public record ChangeVersion(long dataVersion, @Nullable String digest) {

    ObjectNode addTo(ObjectNode body) {
        body.put("sc_data_version", dataVersion);
        return digest == null ? body : body.put("digest", digest);
    }
}
