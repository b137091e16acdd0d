// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

/**
 * Bad input that has no response other than status 400 with this message. Never the sign of a programming error.
 *
 * <p>The subclasses name what is at fault where that is not the request: the release or a rule. Whoever serves clients
 * reports those to the operator, and counts everything else as a bad request.
 */
public sealed class BadDataException extends RuntimeException permits BadReleaseException, BadRuleException {
    private static final long serialVersionUID = 1L;

    public BadDataException(String message) {
        // A client can cause this as often as it likes, so no stack trace is taken.
        super(message, null, false, false);
    }
}
