// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.io.Serial;

/** A change is refused; the transaction that it belongs to is undone. */
public sealed class ChangeRejectedException extends RuntimeException permits WholeReleases.NotAddedException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ChangeRejection rejection;

    public ChangeRejectedException(ChangeRejection rejection) {
        super(rejection.reason());
        this.rejection = rejection;
    }

    static ChangeRejectedException invalid(String reason) {
        return new ChangeRejectedException(new ChangeRejection.Invalid(reason));
    }

    static ChangeRejectedException denied(String reason) {
        return new ChangeRejectedException(new ChangeRejection.PermissionDenied(reason));
    }

    /** Why it is refused. */
    public ChangeRejection rejection() {
        return rejection;
    }
}
