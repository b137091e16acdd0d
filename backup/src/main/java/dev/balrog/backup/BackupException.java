// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

/** A backup can't be made, read or restored; the message is one line for the person who asked for it. */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackupException(String message) {
        super(message);
    }

    public BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
