// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.release.Release;
import dev.balrog.core.request.UpdateRequest;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the body of a response with a single release depends on within one snapshot: the
 * release that was decided on, and the rendered part of the request. The decision itself, with its
 * rollout sample, pin and shutoff, precedes the key.
 */
public final class BodyKey implements Comparable<BodyKey> {
    /** Order in which hash tables search for keys with the same hash, which clients can choose. */
    private static final Comparator<BodyKey> ORDER = Comparator.<BodyKey>comparingInt(key -> key.hash)
            .thenComparing(key -> key.request.buildId(), Comparator.nullsFirst(Comparator.<String>naturalOrder()))
            .thenComparing(key -> key.request.version())
            .thenComparing(key -> key.request.buildTarget())
            .thenComparing(key -> key.request.locale(), Comparator.nullsFirst(Comparator.<String>naturalOrder()))
            .thenComparing(key -> key.request.channel())
            .thenComparing(key -> key.request.force())
            .thenComparing(key -> key.request.product())
            .thenComparing(key -> key.updateType);

    private final Release release;
    private final String updateType;
    private final UpdateRequest request;
    private final int hash;

    /**
     * Creates a key.
     *
     * @param release the release, compared by identity: another revision is another release
     * @param updateType {@code type} of the update, from the rule
     * @param request the request that the release renders, see {@link UpdateRequest#forRendering}
     */
    BodyKey(Release release, String updateType, UpdateRequest request) {
        this.release = release;
        this.updateType = updateType;
        this.request = request;
        this.hash = 31 * System.identityHashCode(release) + hash(request);
    }

    /** Returns a hash of the fields that differ between the requests of one release. */
    private static int hash(UpdateRequest request) {
        int hash = request.version().hashCode();
        hash = 31 * hash + Objects.hashCode(request.buildId());
        hash = 31 * hash + request.buildTarget().hashCode();
        hash = 31 * hash + Objects.hashCode(request.locale());
        hash = 31 * hash + request.channel().hashCode();
        return 31 * hash + request.force().hashCode();
    }

    UpdateRequest request() {
        return request;
    }

    String updateType() {
        return updateType;
    }

    /** Returns the number of characters that the key retains. */
    public int length() {
        return request.product().length()
                + request.version().length()
                + length(request.buildId())
                + request.buildTarget().length()
                + length(request.locale())
                + request.channel().length();
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // releases are compared by identity
    public boolean equals(@Nullable Object other) {
        return other instanceof BodyKey that
                && hash == that.hash
                && release == that.release
                && updateType.equals(that.updateType)
                && request.equals(that.request);
    }

    /** Orders keys by everything but the release; 0 does not imply equality. */
    @Override
    public int compareTo(BodyKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
