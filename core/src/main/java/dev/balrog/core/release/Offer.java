// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.request.UpdateRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Input of a release for the response to a request.
 *
 * @param request update request of the client
 * @param updateType {@code type} of the update, from the rule
 * @param policy policy for the URLs in the response
 * @param builds lookup of the builds of a release by its name; null where there is no such release
 */
public record Offer(
        UpdateRequest request, String updateType, UrlPolicy policy, Function<String, @Nullable KnownBuilds> builds) {

    /**
     * Returns a copy of this offer for a part of the response, such as that for another product.
     */
    public Offer forPart(UpdateRequest partRequest, String partUpdateType) {
        return new Offer(partRequest, partUpdateType, policy, builds);
    }
}
