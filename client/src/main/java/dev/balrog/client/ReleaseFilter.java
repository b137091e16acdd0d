// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import org.jspecify.annotations.Nullable;

/**
 * Which releases are listed.
 *
 * @param product only those of this product; null for all
 * @param namePrefix only those whose names begin so; null for all
 */
public record ReleaseFilter(
        @Nullable String product, @Nullable String namePrefix) {
    /** All releases. */
    public static final ReleaseFilter ALL = new ReleaseFilter(null, null);

    boolean accepts(ReleaseInfo release) {
        return (product == null || product.equals(release.product()))
                && (namePrefix == null || release.name().startsWith(namePrefix));
    }
}
