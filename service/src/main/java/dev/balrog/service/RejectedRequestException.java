// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

/** The reason why a request is rejected before any handler sees it, although it could be decoded. */
final class RejectedRequestException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    RejectedRequestException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
