// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

/**
 * Invalid input, reported with status 400 and this message; never a programming error.
 *
 * <p>The subclasses name the cause where it is not the request: a release or a rule. The public app
 * reports those to the operator, and counts everything else as a bad request.
 */
public sealed class BadDataException extends RuntimeException permits BadReleaseException, BadRuleException {
    private static final long serialVersionUID = 1L;

    public BadDataException(String message) {
        // Clients can cause this at any rate, so no stack trace is recorded.
        super(message, null, false, false);
    }
}
