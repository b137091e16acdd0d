// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Stands between a client and a server on this machine, and can let the server seem to hang or to be gone. */
final class FaultyProxy implements AutoCloseable {
    private static final int OPEN = 1_000_000;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    /** Each piece of data takes a permit on its way; a proxy that hangs has none. */
    private final Semaphore passage = new Semaphore(OPEN);

    FaultyProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections stay, and new ones are accepted, but nothing gets through any more. */
    void hang() {
        passage.drainPermits();
    }

    /** Lets everything through that has been waiting. */
    void goOn() {
        passage.release(OPEN);
    }

    /** Connections are broken and new ones refused, for good. */
    void disappear() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            }
        } catch (IOException closed) {
            // The end of the proxy.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                passage.acquireUninterruptibly();
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException closed) {
            // The end of the connection.
        }
    }

    @Override
    public void close() throws IOException {
        goOn();
        disappear();
    }
}
