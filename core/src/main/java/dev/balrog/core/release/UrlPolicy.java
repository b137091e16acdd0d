// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateRequest;
import java.util.List;

/**
 * Which download URLs may be answered, and how.
 *
 * @param allowlist hosts that updates may come from
 * @param specialForceHosts beginnings of URLs that are told whether the client forced the update, for their own metrics
 */
public record UrlPolicy(DomainAllowlist allowlist, List<String> specialForceHosts) {

    /** Whether the product's updates may come from this URL. */
    boolean allows(String url, UpdateRequest request) {
        return allowlist.allows(url, request.product());
    }

    /** The URL, with {@code force} passed on where its host wants to know. */
    String withForce(String url, Force force) {
        if (force == Force.NONE || specialForceHosts.stream().noneMatch(url::startsWith)) {
            return url;
        }
        return url + (url.indexOf('?') >= 0 ? "&force=" : "?force=") + force.queryValue();
    }
}
