// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.rejection;

import java.io.Serial;

/** Rejection of a change; its transaction is rolled back. */
public final class ChangeRejectedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ChangeRejection rejection;

    public ChangeRejectedException(ChangeRejection rejection) {
        super(rejection.reason());
        this.rejection = rejection;
    }

    public static ChangeRejectedException invalid(String reason) {
        return new ChangeRejectedException(new ChangeRejection.Invalid(reason));
    }

    public static ChangeRejectedException denied(String reason) {
        return new ChangeRejectedException(new ChangeRejection.PermissionDenied(reason));
    }

    /** Returns the reason for the rejection. */
    public ChangeRejection rejection() {
        return rejection;
    }
}
