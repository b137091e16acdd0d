// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateRequest;
import java.util.List;

/**
 * Policy for the download URLs in responses.
 *
 * @param allowlist hosts that updates may come from
 * @param specialForceHosts prefixes of URLs that get a {@code force} parameter when the client
 *     forced the update, for the metrics of their hosts
 */
public record UrlPolicy(DomainAllowlist allowlist, List<String> specialForceHosts) {

    /** Returns whether the product's updates may come from this URL. */
    boolean allows(String url, UpdateRequest request) {
        return allowlist.allows(url, request.product());
    }

    /** Returns the URL, with the {@code force} parameter where its prefix is configured for it. */
    String withForce(String url, Force force) {
        if (force == Force.NONE || specialForceHosts.stream().noneMatch(url::startsWith)) {
            return url;
        }
        return url + (url.indexOf('?') >= 0 ? "&force=" : "?force=") + force.queryValue();
    }
}
