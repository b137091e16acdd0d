// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

/** Signals that Prometheus does not say what was counted. The message is the reason. */
public final class TrafficUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    TrafficUnavailableException(String reason) {
        super(reason, null, false, false);
    }
}
