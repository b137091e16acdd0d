// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.run;

/** Failure of a command for a reason outside the program. Users see only its message. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure with exit code 1.
     *
     * @param message one line: the problem and how to solve it
     */
    public CommandFailure(String message) {
        super(message);
    }

    /** Creates a failure with a cause, which is only shown when debugging. */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
