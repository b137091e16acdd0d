// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.SignoffRequirement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a change from being made by one person alone: signoffs of a role that were required for a product.
 *
 * @param channel null for what protects the permissions of a product rather than what is served
 * @param count how many signoffs
 */
public record Protection(String product, @Nullable String channel, String role, int count) {

    /** The signoffs that it takes where all of these apply. */
    public static SignoffRequirement requirement(Collection<Protection> protections) {
        return protections.stream()
                .map(protection -> SignoffRequirement.of(protection.role, protection.count))
                .reduce(SignoffRequirement.NONE, SignoffRequirement::and);
    }

    /** All of them, each once. */
    static List<Protection> union(Stream<List<Protection>> protections) {
        return protections.flatMap(List::stream).distinct().toList();
    }
}
