// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Hash functions, by their names in releases. */
enum HashFunction {
    MD5(32, false),
    SHA1(40, false),
    SHA256(64, true),
    SHA384(96, true),
    SHA512(128, true);

    /** Number of hexadecimal digits of a hash value. */
    final int digits;

    /** Acceptance by current clients. */
    final boolean current;

    HashFunction(int digits, boolean current) {
        this.digits = digits;
        this.current = current;
    }

    /** Returns the function of a name, case-insensitively; empty when the name is unknown. */
    static Optional<HashFunction> of(String name) {
        String constant = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(function -> function.name().equals(constant))
                .findFirst();
    }
}
