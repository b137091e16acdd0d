// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

/** There is more to be changed at the moment than can be; nothing was changed, and later it may work. */
public final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
        super(message);
    }
}
