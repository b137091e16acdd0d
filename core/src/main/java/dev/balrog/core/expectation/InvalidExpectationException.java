// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

/** Failure to read expectations: a value is missing, unknown or out of its bounds. */
public final class InvalidExpectationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    InvalidExpectationException(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** Returns the location of the value as a JSON Pointer (RFC 6901); empty for the whole document. */
    public String pointer() {
        return pointer;
    }
}
