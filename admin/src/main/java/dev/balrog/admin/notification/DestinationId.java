// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.core.Sha256;
import java.security.MessageDigest;

/** Ids of destinations, which reveal no secret of the URL. */
final class DestinationId {
    private static final int DIGITS = 8;

    private DestinationId() {}

    /**
     * Returns an id.
     *
     * @param kind kind of the destination
     * @param identity distinguishes it from others of this kind
     */
    static String of(String kind, String identity) {
        MessageDigest digest = Sha256.newDigest();
        digest.update(identity.getBytes(UTF_8));
        return kind + "-" + Sha256.hex(digest).substring(0, DIGITS);
    }
}
