// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Load generator of the demo: requests a few updates per second, as clients of the sample data do,
 * so that charts of traffic show something.
 */
final class DemoTraffic implements AutoCloseable {
    /** Requests per second. */
    static final int RATE = 5;

    /**
     * Number of requests from which the shares of all rules and releases are known, and the traffic
     * sample has enough requests for simulations.
     */
    private static final int SURVEYED = 2_000;

    private static final long SEED = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Requests of each kind among {@link #SURVEYED}, in percent, with product, version, build and channel. */
    private static final List<Client> CLIENTS = List.of(
            new Client(34, "Firefox/139.0.4/20250609163029", "release"),
            new Client(10, "Firefox/140.0/20250623114531", "release"),
            new Client(6, "Firefox/140.0.1/20250627130212", "release"),
            new Client(3, "Firefox/72.0.2/20200117190643", "release"),
            new Client(2, "Firefox/56.0.2/20171024165158", "release"),
            new Client(5, "Firefox/141.0/20250702091442", "beta"),
            new Client(4, "Firefox/140.0/20250613091522", "beta"),
            new Client(8, "Firefox/142.0a1/20250705092855", "nightly"),
            new Client(7, "Firefox/128.11.0/20250519080217", "esr"),
            new Client(6, "Thunderbird/139.0/20250609163029", "release"),
            new Client(4, "Thunderbird/128.11.0/20250519080217", "esr"),
            new Client(6, "GMP/140.0/20250623114531", "release"),
            new Client(4, "SystemAddons/140.0/20250623114531", "release"),
            new Client(1, "NoSuchProduct/1.0/20250623114531", "release"));

    private static final Platform WINDOWS =
            new Platform("WINNT_x86_64-msvc-x64", "Windows_NT%2010.0.0.0.19045.5965%20(x64)");
    private static final List<Platform> PLATFORMS = List.of(
            WINDOWS,
            WINDOWS,
            new Platform("Darwin_aarch64-gcc3", "Darwin%2024.5.0"),
            new Platform("Linux_x86_64-gcc3", "Linux%206.8.0-60-generic"));
    private static final List<String> LOCALES = List.of("en-US", "en-US", "de", "fr", "fa");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String url;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Thread thread;
    private volatile boolean closed;

    private record Platform(String buildTarget, String osVersion) {}

    private record Client(int weight, String build, String channel) {}

    /**
     * Creates a generator, which sends nothing yet.
     *
     * @param url base URL of the public app
     */
    DemoTraffic(String url) {
        this.url = url;
        this.thread = Thread.ofPlatform().name("demo-traffic").daemon().unstarted(this::run);
    }

    /** Sends many requests at once, after which the metrics and the traffic sample of the public app have all shares. */
    void survey() throws IOException, InterruptedException {
        for (String target : targets(SURVEYED)) {
            send(target);
        }
    }

    /** Starts to send a few requests per second. */
    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                // Exponentially distributed pauses, as between independent clients.
                Thread.sleep(Math.round(-Math.log(1 - random.nextDouble()) * 1_000 / RATE));
                try {
                    send(target());
                } catch (IOException stopping) {
                    // The public app is being stopped, or is busy: the next request may succeed.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> targets(int count) {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            targets.add(target());
        }
        return targets;
    }

    private String target() {
        Client client = client();
        Platform platform = PLATFORMS.get(random.nextInt(PLATFORMS.size()));
        String locale = LOCALES.get(random.nextInt(LOCALES.size()));
        return "/update/6/" + client.build + "/" + platform.buildTarget + "/" + locale + "/" + client.channel + "/"
                + platform.osVersion + "/ISET:SSE4_2,MEM:16384/default/default/update.xml";
    }

    private Client client() {
        int number = random.nextInt(CLIENTS.stream().mapToInt(Client::weight).sum());
        for (Client client : CLIENTS) {
            number -= client.weight;
            if (number < 0) {
                return client;
            }
        }
        throw new IllegalStateException("No client has the number");
    }

    private void send(String target) throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(URI.create(url + target))
                        .timeout(TIMEOUT)
                        .build(),
                BodyHandlers.discarding());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        http.shutdownNow();
    }
}
