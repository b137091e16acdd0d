// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a client told us about itself when it asked for an update.
 *
 * <p>Which fields there are depends on the kind of URL: the JSON requests know no build or locale, and only some kinds
 * of update request know a distribution or system capabilities. A null means that the kind of URL has no such field.
 *
 * @param product name of the application, such as {@code Firefox}
 * @param version version of the application, as sent
 * @param buildId build of the application, 14 digits when all is well; null in JSON requests
 * @param buildTarget the platform that the application was built for, such as {@code WINNT_x86_64-msvc-x64}
 * @param locale language of the application; null in JSON requests
 * @param channel update channel, with {@code -cck-} and the name of a partner where there is one
 * @param osVersion name and version of the operating system
 * @param capabilities system capabilities, where sent
 * @param distribution name of a partner build, or {@code default}
 * @param distributionVersion version of the partner's distribution, or {@code default}
 * @param headerArchitecture {@code PPC} or {@code Intel}, derived from the user agent; null in JSON requests
 * @param force which side of a throttled rollout the client wants
 * @param mig64 whether the client may migrate to a 64-bit build; null when it did not say
 * @param pin the version that an administrator has pinned the client to, as sent; null for none
 */
public record UpdateRequest(
        String product,
        String version,
        @Nullable String buildId,
        String buildTarget,
        @Nullable String locale,
        String channel,
        @Nullable String osVersion,
        SystemCapabilities capabilities,
        @Nullable String distribution,
        @Nullable String distributionVersion,
        @Nullable String headerArchitecture,
        Force force,
        @Nullable Boolean mig64,
        @Nullable String pin) {

    private static final String PARTNER_SEPARATOR = "-cck-";

    /** The channel without the partner's part: the channel itself where there is none. */
    public String fallbackChannel() {
        return fallbackChannel(channel);
    }

    /** {@code release} for {@code release-cck-partner}; the channel itself where it names no partner. */
    public static String fallbackChannel(String channel) {
        int partner = channel.indexOf(PARTNER_SEPARATOR);
        return partner < 0 ? channel : channel.substring(0, partner);
    }

    /** The same client, asking for another product; for answers that are put together from several products. */
    public UpdateRequest withProduct(String otherProduct) {
        return new UpdateRequest(
                otherProduct,
                version,
                buildId,
                buildTarget,
                locale,
                channel,
                osVersion,
                capabilities,
                distribution,
                distributionVersion,
                headerArchitecture,
                force,
                mig64,
                pin);
    }
}
