// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.io.Serial;

/** A change is refused; the transaction that it belongs to is undone. */
public sealed class RefusedException extends RuntimeException permits WholeReleases.NotAddedException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.reason());
        this.refusal = refusal;
    }

    static RefusedException invalid(String reason) {
        return new RefusedException(new Refusal.Invalid(reason));
    }

    static RefusedException denied(String reason) {
        return new RefusedException(new Refusal.PermissionDenied(reason));
    }

    /** Why it is refused. */
    public Refusal refusal() {
        return refusal;
    }
}
