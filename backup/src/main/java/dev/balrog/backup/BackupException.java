// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

/** A backup can't be taken, read or restored. The message is one line for the operator. */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackupException(String message) {
        super(message);
    }

    public BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
