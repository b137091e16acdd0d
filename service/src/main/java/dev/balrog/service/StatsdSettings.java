// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

/**
 * Where measurements are sent by the StatsD protocol.
 *
 * @param host name or address of the StatsD server
 * @param port its UDP port, 8125 by convention
 * @param prefix what every metric's name begins with, such as {@code balrog.public}; empty for nothing
 */
public record StatsdSettings(String host, int port, String prefix) {

    /** The port that StatsD servers use unless told otherwise. */
    public static final int DEFAULT_PORT = 8_125;

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException naming the setting that makes no sense, and what would
     */
    public StatsdSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException(
                    "STATSD_HOST is empty: give a host name, or leave it unset for no StatsD.");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("STATSD_PORT " + port + " does not exist: give 1 to 65535.");
        }
    }
}
