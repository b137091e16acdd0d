// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.request.UpdateRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that a release needs for the answer to a request.
 *
 * @param request who asks
 * @param updateType the {@code type} of the update that the rule wants
 * @param policy which URLs may be answered, and how
 * @param builds the builds of any release, by its name; null where there is no such release
 */
public record Offer(
        UpdateRequest request, String updateType, UrlPolicy policy, Function<String, @Nullable KnownBuilds> builds) {

    /** The same offer as part of the answer for another product. */
    public Offer forPart(UpdateRequest partRequest, String partUpdateType) {
        return new Offer(partRequest, partUpdateType, policy, builds);
    }
}
