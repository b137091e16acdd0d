// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The limit of open files, to which connections count. */
final class FileDescriptors {
    /** For the database, the log, the jars and the listening sockets. */
    private static final long RESERVED = 256;

    private FileDescriptors() {}

    /**
     * Returns how many connections can be open without using up all file descriptors. Where they are used up, no
     * connection is accepted, and so no health check answered.
     */
    static int forConnections() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return Integer.MAX_VALUE;
        }
        long limit = system.getMaxFileDescriptorCount();
        return limit <= 0 ? Integer.MAX_VALUE : Math.clamp(limit - RESERVED, 64, Integer.MAX_VALUE);
    }
}
