// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;

/**
 * A running app.
 *
 * @param version what it says that it is
 * @param hash what tells the pods of one rollout from those of another, as in Kubernetes
 * @param port where it answers
 * @param metricsPort where it is measured
 */
public record Pod(Child child, String version, String hash, int port, int metricsPort) {

    /** Waits until it is ready, as Kubernetes finds out. */
    void awaitAnswer() throws IOException, InterruptedException {
        child.awaitAnswer("http://" + address() + "/__lbheartbeat__");
    }

    /** Host and port, as nginx names it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Host and port of its metrics, as Prometheus names it. */
    public String metricsAddress() {
        return "127.0.0.1:" + metricsPort;
    }
}
