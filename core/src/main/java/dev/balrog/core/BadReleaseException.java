// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Data in a release, or a lack of it, that keeps a request from being answered: no file URL for its channel, no build
 * id, a version that does not parse. The client is told with status 400, as by Mozilla's Balrog; the operator is told
 * as well, since no client can do anything about it.
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

    /** Returns the same problem as one of the named release, unless it names one already. */
    public BadReleaseException of(String releaseName) {
        return release == null ? new BadReleaseException(String.valueOf(getMessage()), releaseName) : this;
    }
}
