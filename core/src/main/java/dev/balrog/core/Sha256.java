// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (<a href="https://doi.org/10.6028/NIST.FIPS.180-4">FIPS 180-4</a>), which every Java platform has. */
public final class Sha256 {
    private Sha256() {}

    /** Returns a digest that nothing was added to. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the digest of what was added until now, in lower-case hexadecimal. More can be added afterwards. */
    public static String hex(MessageDigest digest) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
