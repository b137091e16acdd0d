// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Factory of the sockets to database servers, which counts what all of them carry: the amount tells
 * whether a server is asked for more than it has to be. Public because the driver creates it by
 * name.
 *
 * @see <a
 *     href="https://mariadb.com/kb/en/about-mariadb-connector-j/#infrequently-used-parameters">socketFactory</a>
 */
public final class CountingSocketFactory extends SocketFactory {
    private static final LongAdder RECEIVED = new LongAdder();
    private static final LongAdder SENT = new LongAdder();

    /** Creates a factory. */
    public CountingSocketFactory() {}

    /**
     * Returns the number of bytes that this process has received from database servers over TCP,
     * encrypted as they are.
     */
    public static long receivedBytes() {
        return RECEIVED.sum();
    }

    /** Returns the number of bytes that this process has sent to database servers over TCP. */
    public static long sentBytes() {
        return SENT.sum();
    }

    @Override
    public Socket createSocket() {
        return new CountingSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connect(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connect(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connect(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connect(new InetSocketAddress(address, port), new InetSocketAddress(localAddress, localPort));
    }

    private static Socket connect(InetSocketAddress address, @Nullable InetSocketAddress local) throws IOException {
        Socket socket = new CountingSocket();
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final class CountingSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int read = in.read();
                    if (read >= 0) {
                        RECEIVED.increment();
                    }
                    return read;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = in.read(bytes, offset, length);
                    if (read > 0) {
                        RECEIVED.add(read);
                    }
                    return read;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int value) throws IOException {
                    out.write(value);
                    SENT.increment();
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    SENT.add(length);
                }
            };
        }
    }
}
