// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Cache of the releases that the last simulation has parsed, by the digest of their rows. Given up
 * when memory is short. Thread-safe.
 */
public final class ReleaseParseCache {
    private volatile SoftReference<Map<Key, ParsedRelease>> releases = new SoftReference<>(null);

    /**
     * Identity of a release with its content.
     *
     * @param digest digest of its rows
     * @param whole whether the release itself was parsed, and not only its builds
     */
    record Key(String name, ByteBuffer digest, boolean whole) {}

    ParsedRelease get(Key key, Supplier<ParsedRelease> parser) {
        Map<Key, ParsedRelease> known = releases.get();
        ParsedRelease cached = known == null ? null : known.get(key);
        return cached == null ? parser.get() : cached;
    }

    /** Replaces the content of the cache by that of the last simulation. */
    void keep(Map<Key, ParsedRelease> before, Map<Key, ParsedRelease> after) {
        Map<Key, ParsedRelease> kept = new HashMap<>(before);
        kept.putAll(after);
        releases = new SoftReference<>(Map.copyOf(kept));
    }
}
