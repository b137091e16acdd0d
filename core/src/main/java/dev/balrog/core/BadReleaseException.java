// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Invalid or missing data in a release that prevents a response: no file URL for the channel, no
 * build id, a version that does not parse. The client gets status 400, as from Mozilla's Balrog;
 * the operator is informed as well, since clients can't correct it.
 */
public sealed class BadReleaseException extends BadDataException permits UnsafeReleaseException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String release;

    public BadReleaseException(String message) {
        this(message, null);
    }

    BadReleaseException(String message, @Nullable String release) {
        super(message);
        this.release = release;
    }

    /** Returns the name of the release, empty until {@link #of} has set it. */
    public final Optional<String> release() {
        return Optional.ofNullable(release);
    }

    /** Returns the same problem with the name of a release, unless it has one already. */
    public BadReleaseException of(String releaseName) {
        return release == null ? new BadReleaseException(String.valueOf(getMessage()), releaseName) : this;
    }
}
