// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.Optional;

/**
 * Rejects hashes that clients don't accept: they need a current hash function, hexadecimal digits,
 * and the length of the function.
 */
final class HashCheck implements ContentCheck {
    @Override
    public void check(ReleaseDocument release, Findings findings) {
        Located name = release.root().at("hashFunction");
        Optional<HashFunction> function = HashFunction.of(name.value().asString(""));
        boolean isCurrent = function.isPresent() && function.get().current;
        // For plugins, the other check reports this already.
        if (release.schema() != ReleaseSchema.GMP
                && !isCurrent
                && (name.isPresent() || release.files().findAny().isPresent())) {
            findings.add(name, expected(name));
        }
        release.files()
                .map(file -> file.at("hashValue"))
                .filter(Located::isPresent)
                .forEach(hash -> {
                    String value = hash.value().asString("");
                    if (!isHex(value)) {
                        findings.add(hash, "is not a hexadecimal hash: " + Findings.shown(hash.value()));
                    } else if (release.schema() != ReleaseSchema.GMP
                            && function.isPresent()
                            && value.length() != function.get().digits) {
                        findings.add(
                                hash,
                                "has " + value.length() + " digits; a hash of "
                                        + name.value().asString() + " has " + function.get().digits);
                    }
                });
    }

    static String expected(Located name) {
        return name.isPresent()
                ? "expected sha256, sha384 or sha512, found " + Findings.shown(name.value())
                : "is missing";
    }

    private static boolean isHex(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    }
}
