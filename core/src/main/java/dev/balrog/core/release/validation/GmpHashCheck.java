// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.Locale;
import java.util.Optional;

/**
 * Rejects hash values of plugins that don't have the length of their hash function, as Mozilla's
 * Balrog does.
 */
final class GmpHashCheck implements ContentCheck {
    /** Beginning of the error message of Mozilla's Balrog. */
    static final String WRONG_LENGTH = "The hashValue length is different from the required length of ";

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        if (release.schema() != ReleaseSchema.GMP) {
            return;
        }
        Located name = release.root().at("hashFunction");
        Optional<HashFunction> function =
                HashFunction.of(name.value().asString("")).filter(known -> known.current);
        release.files()
                .map(file -> file.at("hashValue"))
                .filter(Located::isPresent)
                .forEach(hash -> {
                    if (function.isEmpty()) {
                        return;
                    }
                    String value = hash.value().asString("");
                    if (value.codePointCount(0, value.length()) != function.get().digits) {
                        findings.addVerbatim(hash, message(function.get()));
                    }
                });
        if (function.isEmpty() && release.files().findAny().isPresent()) {
            findings.add(name, HashCheck.expected(name));
        }
    }

    private static String message(HashFunction function) {
        return WRONG_LENGTH + function.digits + " for " + function.name().toLowerCase(Locale.ROOT) + ".";
    }
}
