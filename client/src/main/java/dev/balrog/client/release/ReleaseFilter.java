// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import org.jspecify.annotations.Nullable;

/**
 * Filter for lists of releases.
 *
 * @param product the product; null for all
 * @param namePrefix the prefix of the names; null for all
 */
public record ReleaseFilter(
        @Nullable String product, @Nullable String namePrefix) {
    /** Filter that accepts all releases. */
    public static final ReleaseFilter ALL = new ReleaseFilter(null, null);

    boolean accepts(ReleaseInfo release) {
        return (product == null || product.equals(release.product()))
                && (namePrefix == null || release.name().startsWith(namePrefix));
    }
}
