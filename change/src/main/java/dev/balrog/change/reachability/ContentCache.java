// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.reachability;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.balrog.core.outcome.ReleaseContent;
import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.store.query.StoredContent;

/**
 * Caches the parsed content of releases by the SHA-256 of their stored JSON, so that only new JSON
 * is parsed. Shared by all transactions; entries never become stale.
 */
public final class ContentCache {
    /** Greatest weight, in characters of names; a release without references weighs about 100. */
    private static final long MAX_WEIGHT = 8_000_000;

    private static final int FIXED_WEIGHT = 100;

    private final Cache<String, ReleaseContent> byFingerprint = Caffeine.newBuilder()
            .maximumWeight(MAX_WEIGHT)
            .<String, ReleaseContent>weigher((_, content) -> weight(content))
            .build();

    private static int weight(ReleaseContent content) {
        return FIXED_WEIGHT
                + content.references().parts().stream().mapToInt(String::length).sum()
                + content.references().products().stream()
                        .mapToInt(String::length)
                        .sum();
    }

    /** Returns the content of a release that has just been read. */
    ReleaseContent of(StoredContent stored) {
        return byFingerprint.get(stored.fingerprint(), fingerprint -> parse(stored, fingerprint));
    }

    private static ReleaseContent parse(StoredContent stored, String fingerprint) {
        try {
            return ReleaseContent.of(stored.product(), stored.json());
        } catch (InvalidReleaseException e) {
            return ReleaseContent.unreadable(stored.product(), fingerprint);
        }
    }
}
