// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

/** A command cannot do what it was asked, for a reason outside the program. The message is all that the user sees. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure with exit code 1.
     *
     * @param message one line: what is wrong, and what would be right
     */
    public CommandFailure(String message) {
        super(message);
    }

    /** A failure with a cause, which is only shown to those who debug. */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
