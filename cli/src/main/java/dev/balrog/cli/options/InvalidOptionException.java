// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

/**
 * Failure for an option whose value proves invalid only when it is used, such as a file that can't
 * be read.
 */
public final class InvalidOptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure.
     *
     * @param message one line: the problem and how to solve it
     */
    public InvalidOptionException(String message) {
        super(message);
    }
}
