// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.rule.ChannelOverlap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which changes need signoff, by the product and channel that they have an effect on.
 *
 * @param entries the roles whose signoff is required, for each product and channel
 */
public record RequiredSignoffs(List<Entry> entries) {

    /**
     * A role whose signoff is required.
     *
     * @param channel a channel, which stands for its partner channels ({@code -cck-}) too; asterisks stand for any
     *     characters
     * @param count how many signoffs of the role
     */
    public record Entry(String product, String channel, String role, int count) {}

    public RequiredSignoffs {
        entries = List.copyOf(entries);
    }

    /**
     * The signoffs for a change of what is served to a product and channel.
     *
     * @param product null or empty when all products are concerned
     * @param channel a channel, or several by an asterisk at the end; null or empty when all channels are concerned
     */
    public SignoffRequirement of(@Nullable String product, @Nullable String channel) {
        return concerning(product, channel).stream()
                .map(entry -> SignoffRequirement.of(entry.role(), entry.count()))
                .reduce(SignoffRequirement.NONE, SignoffRequirement::and);
    }

    /**
     * The entries that such a change has to do with.
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
