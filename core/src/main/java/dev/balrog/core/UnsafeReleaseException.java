// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

import org.jspecify.annotations.Nullable;

/**
 * Data in a release that can't be sent safely, such as a character that XML 1.0 can't represent.
 * The response is withheld: the client gets "no update" instead, and the operator is informed.
 */
public final class UnsafeReleaseException extends BadReleaseException {
    private static final long serialVersionUID = 1L;

    public UnsafeReleaseException(String message) {
        this(message, null);
    }

    private UnsafeReleaseException(String message, @Nullable String release) {
        super(message, release);
    }

    @Override
    public UnsafeReleaseException of(String releaseName) {
        return release().isPresent() ? this : new UnsafeReleaseException(String.valueOf(getMessage()), releaseName);
    }
}
