// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Owner of all child processes. Closing it stops those that still run, in reverse order. */
public final class Children implements AutoCloseable {
    private final Path directory;
    private final Deque<Child> started = new ArrayDeque<>();
    private final Set<Integer> ports = new HashSet<>();
    private boolean closed;

    /**
     * Creates an owner without processes.
     *
     * @param directory the directory for logs
     */
    public Children(Path directory) {
        this.directory = directory;
    }

    /** Starts a server. */
    Child start(String name, List<String> command, Map<String, String> environment) throws IOException {
        return start(name, command, environment, Optional.empty());
    }

    private synchronized Child start(
            String name, List<String> command, Map<String, String> environment, Optional<Path> output)
            throws IOException {
        if (closed) {
            throw new IOException("The rehearsal is being ended.");
        }
        Child child = Child.start(name, command, environment, output, log(name));
        started.push(child);
        return child;
    }

    /** Runs a command and waits for its end. */
    void run(String name, List<String> command, Map<String, String> environment, Optional<Path> output, Duration within)
            throws IOException, InterruptedException {
        start(name, command, environment, output).awaitSuccess(within);
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    /** Returns a path for files of a process; nothing is created. */
    Path place(String name) {
        return directory.resolve(name);
    }

    /** Returns a free loopback port that was not returned before. */
    public synchronized int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (ports.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            Child child = started.pop();
            if (child.isAlive()) {
                child.stop();
            }
        }
    }
}
