// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

/**
 * Destination of measurements in the StatsD protocol.
 *
 * @param host host name or IP address of the StatsD server
 * @param port its UDP port, 8125 by convention
 * @param prefix prefix of every metric's name, such as {@code balrog.public}; empty for none
 */
public record StatsdSettings(String host, int port, String prefix) {

    /** Default port of StatsD servers. */
    public static final int DEFAULT_PORT = 8_125;

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a setting is invalid; the message names it and the valid
     *     values
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
