// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a server running until the process is told to stop, by ctrl-C or by SIGTERM. */
final class Foreground {
    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

    private Foreground() {}

    /**
     * Waits for the signal, then closes the server and ends the process: with exit code 0, since it did what it was
     * told, where the JVM's own would be 130 or 143. Does not return.
     *
     * @param goodbye runs after the server was closed
     */
    static void run(AutoCloseable server, Runnable goodbye) throws InterruptedException {
        Thread stop = new Thread(() -> Runtime.getRuntime().halt(close(server, goodbye)), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        new CountDownLatch(1).await();
    }

    private static int close(AutoCloseable server, Runnable goodbye) {
        try {
            server.close();
            goodbye.run();
            return 0;
        } catch (Exception failure) {
            LOG.error("Balrog did not stop cleanly", failure);
            return 1;
        }
    }
}
