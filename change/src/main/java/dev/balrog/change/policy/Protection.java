// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.core.change.SignoffRequirement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Required signoffs of a role for a product, so that no user can change it alone.
 *
 * @param channel the channel; null for a protection of the permissions of a product
 * @param count number of signoffs
 */
public record Protection(String product, @Nullable String channel, String role, int count) {

    /** Returns the signoffs that satisfy all of these protections. */
    public static SignoffRequirement requirement(Collection<Protection> protections) {
        return protections.stream()
                .map(protection -> SignoffRequirement.of(protection.role, protection.count))
                .reduce(SignoffRequirement.NONE, SignoffRequirement::and);
    }

    /** Returns the distinct protections of all lists. */
    static List<Protection> union(Stream<List<Protection>> protections) {
        return protections.flatMap(List::stream).distinct().toList();
    }
}
