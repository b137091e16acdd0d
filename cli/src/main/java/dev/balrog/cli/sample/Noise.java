// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** Pseudorandom values that depend only on a seed and a key, not on the order of the calls. */
record Noise(long seed) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int LONGS_IN_SHA512 = 8;

    /** Creates the generator of a key. */
    SplittableRandom random(String key) {
        long state = FNV_OFFSET ^ seed;
        for (int i = 0; i < key.length(); i++) {
            state = (state ^ key.charAt(i)) * FNV_PRIME;
        }
        return new SplittableRandom(state);
    }

    /** Returns 128 random hexadecimal digits, in the form of a SHA-512 digest. */
    static String sha512(SplittableRandom random) {
        StringBuilder hex = new StringBuilder(LONGS_IN_SHA512 * Long.BYTES * 2);
        HexFormat format = HexFormat.of();
        for (int i = 0; i < LONGS_IN_SHA512; i++) {
            hex.append(format.toHexDigits(random.nextLong()));
        }
        return hex.toString();
    }
}
