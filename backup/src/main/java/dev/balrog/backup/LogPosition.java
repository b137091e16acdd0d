// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

/**
 * Position in a server's binary log.
 *
 * @param log name of the file on the server, such as {@code mariadb-bin.000007}
 * @param offset bytes before it
 */
public record LogPosition(String log, long offset) {

    @Override
    public String toString() {
        return log + ":" + offset;
    }
}
