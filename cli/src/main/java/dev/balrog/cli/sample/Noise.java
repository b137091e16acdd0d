// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** Values that look random but depend on a seed and a key only, so not on the order in which they are asked for. */
record Noise(long seed) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int LONGS_IN_SHA512 = 8;

    /** A generator of its own for this key. */
    SplittableRandom random(String key) {
        long state = FNV_OFFSET ^ seed;
        for (int i = 0; i < key.length(); i++) {
            state = (state ^ key.charAt(i)) * FNV_PRIME;
        }
        return new SplittableRandom(state);
    }

    /** 128 hexadecimal digits, as of a SHA-512. */
    static String sha512(SplittableRandom random) {
        StringBuilder hex = new StringBuilder(LONGS_IN_SHA512 * Long.BYTES * 2);
        HexFormat format = HexFormat.of();
        for (int i = 0; i < LONGS_IN_SHA512; i++) {
            hex.append(format.toHexDigits(random.nextLong()));
        }
        return hex.toString();
    }
}
