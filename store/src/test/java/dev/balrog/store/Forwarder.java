// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** TCP proxy in front of a server that tests replace by another. */
final class Forwarder implements AutoCloseable {
    private final ServerSocket listener;
    private volatile int target;

    private Forwarder(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static Forwarder to(int port) throws IOException {
        Forwarder forwarder = new Forwarder(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(forwarder::accept);
        return forwarder;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connects new clients to another port. */
    void forwardTo(int port) {
        target = port;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> copy(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException closed) {
            // The other side has ended the connection.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
