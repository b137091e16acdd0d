// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

/** An option has a value that only turns out to be wrong when it is used, such as a file that can't be read. */
public final class InvalidOptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An invalid option.
     *
     * @param message one line: what is wrong, and what would be right
     */
    public InvalidOptionException(String message) {
        super(message);
    }
}
