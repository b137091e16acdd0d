// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.run;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a server until the process is stopped by ctrl-C or SIGTERM. */
public final class Foreground {
    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

    private Foreground() {}

    /**
     * Waits for the signal, then closes the server and ends the process with exit code 0, because
     * the stop was requested; the JVM's own exit code would be 130 or 143. Exit code 1 if the
     * server can't be closed cleanly. Does not return.
     *
     * @param goodbye action after the server was closed
     */
    public static void run(AutoCloseable server, Runnable goodbye) throws InterruptedException {
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
