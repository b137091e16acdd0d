// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Limit of open file descriptors, which include connections. */
final class FileDescriptors {
    /** File descriptors for the database, the log, the jars and the listening sockets. */
    private static final long RESERVED = 256;

    private FileDescriptors() {}

    /**
     * Returns the number of connections that can be open without exhausting the file descriptors.
     * Without a free one, no connection is accepted, not even for a health check.
     */
    static int forConnections() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return Integer.MAX_VALUE;
        }
        long limit = system.getMaxFileDescriptorCount();
        return limit <= 0 ? Integer.MAX_VALUE : Math.clamp(limit - RESERVED, 64, Integer.MAX_VALUE);
    }
}
