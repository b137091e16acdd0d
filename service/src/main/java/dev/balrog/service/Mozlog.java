// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import tools.jackson.core.JsonGenerator;

/** Initial members of every log line of Mozilla's logging standard. */
final class Mozlog {

    static final int INFO = 200;

    private static final String LOGGER = "Balrog";
    private static final String ENVELOPE_VERSION = "2.0";

    private final String hostname = hostname();
    private final long pid = ProcessHandle.current().pid();

    /** Writes the initial members and begins Fields, which the caller has to end. */
    void writeTo(JsonGenerator json, long epochNanos, String type, int severity) {
        json.writeNumberProperty("Timestamp", epochNanos);
        json.writeStringProperty("Type", type);
        json.writeStringProperty("Logger", LOGGER);
        json.writeStringProperty("Hostname", hostname);
        json.writeStringProperty("EnvVersion", ENVELOPE_VERSION);
        json.writeNumberProperty("Severity", severity);
        json.writeNumberProperty("Pid", pid);
        json.writeObjectPropertyStart("Fields");
    }

    private static String hostname() {
        String fromEnvironment = System.getenv("HOSTNAME");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return fromEnvironment;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
