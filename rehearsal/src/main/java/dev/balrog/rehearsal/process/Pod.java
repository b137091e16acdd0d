// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;

/**
 * Running app.
 *
 * @param version the version that it reports
 * @param hash the pod template hash, which identifies the pods of one rollout, as in Kubernetes
 * @param port the port of the app
 * @param metricsPort the port of its metrics
 */
public record Pod(Child child, String version, String hash, int port, int metricsPort) {

    /** Waits until the app is ready, by the same health check as Kubernetes. */
    void awaitAnswer() throws IOException, InterruptedException {
        child.awaitAnswer("http://" + address() + "/__lbheartbeat__");
    }

    /** Returns the host and port, as nginx names them. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns the host and port of its metrics, as Prometheus names them. */
    public String metricsAddress() {
        return "127.0.0.1:" + metricsPort;
    }
}
