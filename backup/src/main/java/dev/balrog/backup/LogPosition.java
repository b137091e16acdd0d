// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

/**
 * A place in a server's binary log.
 *
 * @param log name of the log file on the server, such as {@code mariadb-bin.000007}
 * @param offset bytes before it
 */
public record LogPosition(String log, long offset) {

    @Override
    public String toString() {
        return log + ":" + offset;
    }
}
