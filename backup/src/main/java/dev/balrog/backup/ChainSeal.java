// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.util.ArrayList;
import java.util.List;

/**
 * Authentication of a chain.
 *
 * @param key the key that it is checked with
 * @param codes authentication codes of its manifests, in order; empty strings for those that have none
 */
record ChainSeal(ManifestKey key, List<String> codes) {
    ChainSeal {
        codes = List.copyOf(codes);
    }

    String last() {
        return codes.isEmpty() ? "" : codes.getLast();
    }

    ChainSeal with(String code) {
        List<String> all = new ArrayList<>(codes);
        all.add(code);
        return new ChainSeal(key, all);
    }

    /** Returns whether every manifest was authenticated. */
    boolean isAuthentic() {
        return codes.stream().noneMatch(String::isEmpty);
    }
}
