// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import org.jspecify.annotations.Nullable;

/**
 * Update request of a client, with the properties that it sent.
 *
 * <p>The fields depend on the kind of URL: JSON requests have no build or locale, and only some
 * kinds of update request have a distribution or system capabilities. Null means that the kind of
 * URL has no such field.
 *
 * @param product name of the application, such as {@code Firefox}
 * @param version version of the application, as sent
 * @param buildId build of the application, normally 14 digits; null in JSON requests
 * @param buildTarget the platform that the application was built for, such as
 *     {@code WINNT_x86_64-msvc-x64}
 * @param locale language of the application; null in JSON requests
 * @param channel update channel, with {@code -cck-} and the name of a partner where there is one
 * @param osVersion name and version of the operating system
 * @param capabilities system capabilities, where sent
 * @param distribution name of a partner build, or {@code default}
 * @param distributionVersion version of the partner's distribution, or {@code default}
 * @param headerArchitecture {@code PPC} or {@code Intel}, derived from the user agent; null in JSON
 *     requests
 * @param force side of a throttled rollout that the client prefers
 * @param mig64 whether the client may migrate to a 64-bit build; null when not sent
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

    /** What stands between a channel and the name of a partner. */
    public static final String PARTNER_SEPARATOR = "-cck-";

    /** Returns the channel without the partner's part; the channel itself where there is none. */
    public String fallbackChannel() {
        return fallbackChannel(channel);
    }

    /**
     * Returns {@code release} for {@code release-cck-partner}; the channel itself where it names no
     * partner.
     */
    public static String fallbackChannel(String channel) {
        int partner = channel.indexOf(PARTNER_SEPARATOR);
        return partner < 0 ? channel : channel.substring(0, partner);
    }

    /** Returns the request of the same client after it has installed another build. */
    public UpdateRequest withBuild(String otherVersion, @Nullable String otherBuildId) {
        return new UpdateRequest(
                product,
                otherVersion,
                otherBuildId,
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

    /**
     * Returns the request of the same client for another product, for responses that combine
     * several products.
     */
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

    /**
     * Returns a request with only the properties that releases render their responses from: all
     * others are as if not sent. Equal results are rendered equally.
     */
    public UpdateRequest forRendering() {
        return new UpdateRequest(
                product,
                version,
                buildId,
                buildTarget,
                locale,
                channel,
                null,
                SystemCapabilities.NOT_ASKED,
                null,
                null,
                null,
                force,
                null,
                null);
    }
}
