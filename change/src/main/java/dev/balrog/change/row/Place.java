// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import org.jspecify.annotations.Nullable;

/**
 * Product and channel pattern that a rule, pin or shutoff applies to.
 *
 * @param product null or empty for all products
 * @param channel a channel, or a pattern with asterisks; null or empty for all channels
 */
public record Place(@Nullable String product, @Nullable String channel) {

    /** Returns the place of a rule, a pin or a shutoff. */
    public static Place of(Row row) {
        return new Place(row.get(SharedColumns.PRODUCT), row.get(SharedColumns.CHANNEL));
    }
}
