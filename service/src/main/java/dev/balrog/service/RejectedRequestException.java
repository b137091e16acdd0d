// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

/** Rejection of a decodable request before any handler sees it. */
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
