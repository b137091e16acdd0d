// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * One kind of load that is meant badly, by many clients at a time.
 *
 * @param name for the report
 * @param clients how many there are
 * @param client runs one of them until it is interrupted or its connection fails
 */
record Attack(String name, int clients, Attacker client) {

    /** One client that means badly. */
    @FunctionalInterface
    interface Attacker {
        /**
         * Attacks.
         *
         * @param number of this client
         * @param connections gets what it opens, which is closed at the end of the attack
         */
        void attack(int port, int number, List<Client> connections) throws IOException, InterruptedException;
    }

    /** Does nothing, so that only honest clients are served. */
    static Attack none() {
        return new Attack("none, since a start", 1, (port, number, connections) -> Thread.sleep(Duration.ofHours(1)));
    }

    /** Sends requests as fast as they are taken, and reads no response. */
    static Attack pipelining(int clients, String target) {
        String requests = ("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(200);
        return new Attack("pipelining without reading, " + clients, clients, (port, number, connections) -> {
            Client client = opened(Client.slow(port), connections);
            while (!Thread.currentThread().isInterrupted()) {
                client.send(requests);
            }
        });
    }

    /** Asks for large responses, each differently, and reads none of them. */
    static Attack slowReaders(int clients, String target) {
        return new Attack("slow readers, " + clients, clients, (port, number, connections) -> {
            opened(Client.slow(port), connections)
                    .send("GET " + target + "?pretty=" + number + " HTTP/1.1\r\nHost: x\r\n\r\n");
            Thread.sleep(Duration.ofHours(1));
        });
    }

    /** Sends a request a byte at a time. */
    static Attack slowSenders(int clients, String name, String beginning) {
        return new Attack(name + ", " + clients, clients, (port, number, connections) -> {
            Client client = opened(Client.slow(port), connections).send(beginning);
            while (true) {
                Thread.sleep(500);
                client.send("x");
            }
        });
    }

    /** Opens connections, asks for something on half of them, and keeps them, or begins anew. */
    static Attack flood(int clients) {
        return new Attack("connection flood, " + clients, clients, (port, number, connections) -> {
            if (number % 4 == 0) {
                for (int i = 0; ; i++) {
                    try (Client client = Client.slow(port)) {
                        if (i % 2 == 0) {
                            client.send("GET /__version__ HTTP/1.1\r\nHost: x\r\n\r\n");
                        }
                    }
                    Thread.sleep(5);
                }
            }
            opened(Client.slow(port), connections);
            Thread.sleep(Duration.ofHours(1));
        });
    }

    /** Sends what no sound client sends. */
    static Attack odd(int clients) {
        List<String> odd = List.of(
                "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n" + "X-Header: y\r\n".repeat(5_000) + "\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nCookie: " + "x".repeat(200_000) + "\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n" + "x".repeat(100_000),
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(10),
                "\u0016\u0003\u0001\u0002\u0000".repeat(1_000),
                "\r\n".repeat(50_000),
                "GET / HTTP/1.1\r\n\r\n".repeat(500),
                "GET /update/3/" + "%25".repeat(2_000) + "/update.xml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET //" + "/".repeat(7_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/v1/releases?name_prefix=" + "%25".repeat(2_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
        return new Attack("huge and odd requests, " + clients, clients, (port, number, connections) -> {
            for (int i = number; !Thread.currentThread().isInterrupted(); i++) {
                try (Client client = Client.connect(port, Duration.ofSeconds(2))) {
                    client.send(odd.get(i % odd.size()));
                    client.drain();
                } catch (IOException refused) {
                    Thread.sleep(1);
                }
            }
        });
    }

    private static Client opened(Client client, List<Client> connections) {
        connections.add(client);
        return client;
    }

    /** Runs all clients for a while, and closes what they have opened. */
    void run(int port, Duration duration) throws InterruptedException {
        List<Client> connections = new CopyOnWriteArrayList<>();
        List<Thread> threads = IntStream.range(0, clients)
                .mapToObj(number -> Thread.ofVirtual().start(() -> {
                    try {
                        client.attack(port, number, connections);
                    } catch (IOException | InterruptedException over) {
                        // The server has closed the connection, or the attack is over.
                    }
                }))
                .toList();
        Thread.sleep(duration);
        threads.forEach(Thread::interrupt);
        close(connections);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(10));
        }
        // Those that were being opened when the others were closed.
        close(connections);
    }

    private static void close(List<Client> connections) {
        for (Client connection : connections) {
            try {
                connection.close();
            } catch (IOException alreadyClosed) {
                // That is all that was wanted.
            }
        }
    }
}
