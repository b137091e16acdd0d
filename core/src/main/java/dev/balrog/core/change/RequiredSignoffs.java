// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.rule.ChannelOverlap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Required signoffs, by the product and channel that a change affects.
 *
 * @param entries the required roles for each product and channel
 */
public record RequiredSignoffs(List<Entry> entries) {

    /**
     * Role whose signoff is required.
     *
     * @param channel a channel, which includes its partner channels ({@code -cck-}); asterisks
     *     match any characters
     * @param count number of required signoffs of the role
     */
    public record Entry(String product, String channel, String role, int count) {}

    public RequiredSignoffs {
        entries = List.copyOf(entries);
    }

    /**
     * Returns the signoffs required for a change to the updates of a product and channel.
     *
     * @param product null or empty when all products are affected
     * @param channel a channel, or several with an asterisk at the end; null or empty when all
     *     channels are affected
     */
    public SignoffRequirement of(@Nullable String product, @Nullable String channel) {
        return concerning(product, channel).stream()
                .map(entry -> SignoffRequirement.of(entry.role(), entry.count()))
                .reduce(SignoffRequirement.NONE, SignoffRequirement::and);
    }

    /**
     * Returns the entries that apply to such a change.
     *
     * @param product as for {@link #of}
     * @param channel as for {@link #of}
     */
    public List<Entry> concerning(@Nullable String product, @Nullable String channel) {
        Predicate<Entry> sameProduct =
                product == null || product.isEmpty() ? entry -> true : entry -> product.equals(entry.product());
        return entries.stream()
                .filter(sameProduct.and(entry -> ChannelOverlap.ofRequirement(channel, entry.channel())))
                .toList();
    }
}
