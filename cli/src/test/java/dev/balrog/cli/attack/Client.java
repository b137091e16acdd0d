// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;

/** A connection that sends what it is told to, and reads responses one after the other. */
final class Client implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;

    private Client(int port, int receiveBuffer, Duration timeout) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Math.toIntExact(timeout.toMillis()));
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects, with limits of time for connecting and for each read. */
    static Client connect(int port, Duration timeout) throws IOException {
        return new Client(port, 0, timeout);
    }

    /** Connects with as small a receive buffer as there can be. */
    static Client slow(int port) throws IOException {
        return new Client(port, 2_048, Duration.ofMinutes(2));
    }

    Client send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** Sends a GET request and reads the response; returns its status. */
    int get(String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        long length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    /** Reads until the connection is closed; returns how many bytes came. */
    long drain() throws IOException {
        byte[] bytes = new byte[8_192];
        long all = 0;
        for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
            all += length;
        }
        return all;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after: " + line);
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
