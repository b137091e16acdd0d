// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Identifies the state of a scheduled change that was read. A signoff or an enactment that names it applies to nothing
 * else.
 *
 * @param dataVersion the scheduled change's own data version
 * @param digest the digest of the outcome, 64 hexadecimal digits; null where the server does not send one
 */
public record ChangeVersion(long dataVersion, @Nullable String digest) {

    ObjectNode addTo(ObjectNode body) {
        body.put("sc_data_version", dataVersion);
        return digest == null ? body : body.put("digest", digest);
    }
}
