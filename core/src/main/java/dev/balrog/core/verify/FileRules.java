// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requirements of clients on the hash and size of a file. */
final class FileRules {
    /** Hexadecimal digits of a hash, by hash function. Only old releases use the first two. */
    private static final Map<String, Integer> HASH_DIGITS =
            Map.of("md5", 32, "sha1", 40, "sha256", 64, "sha384", 96, "sha512", 128);

    private static final int MAX_SIZE_DIGITS = 15;

    private FileRules() {}

    /** Returns the reason why a client discards a file with such a hash; empty when it does not. */
    static Optional<String> hashProblem(@Nullable String function, @Nullable String value) {
        Integer digits = function == null ? null : HASH_DIGITS.get(function.toLowerCase(Locale.ROOT));
        if (digits == null) {
            return Optional.of("hashFunction " + function + " is unknown");
        }
        if (value == null || value.length() != digits) {
            return Optional.of("hashValue has " + (value == null ? 0 : value.length()) + " digits; " + function
                    + " has " + digits);
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.digit(value.charAt(i), 16) < 0 || value.charAt(i) >= 0x80) {
                return Optional.of("hashValue is not hexadecimal");
            }
        }
        return Optional.empty();
    }

    /** Returns the reason why a client discards a file of such a size; empty when it does not. */
    static Optional<String> sizeProblem(@Nullable String size) {
        boolean isPositive = size != null
                && size.length() <= MAX_SIZE_DIGITS
                && size.chars().allMatch(c -> c >= '0' && c <= '9')
                && size.chars().anyMatch(c -> c != '0');
        return isPositive ? Optional.empty() : Optional.of("size " + size + " is not a positive integer");
    }
}
