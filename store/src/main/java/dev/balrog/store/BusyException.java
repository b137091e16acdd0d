// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

/**
 * Rejection of a write because of too many concurrent changes. Nothing was changed; retry later.
 */
public final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
        super(message);
    }
}
