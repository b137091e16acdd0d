// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk}, playing a list of requests over and over. */
final class Wrk {
    /** What Firefox sends along. */
    private static final String SCRIPT = """
            local requests = {}
            local position = 0

            function init(args)
                local headers = {
                    ["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                    ["Accept"] = "*/*",
                    ["Accept-Language"] = "en-US,en;q=0.5",
                    ["Accept-Encoding"] = "gzip, deflate",
                    ["Cache-Control"] = "no-cache",
                    ["Pragma"] = "no-cache",
                    ["Connection"] = args[2],
                }
                for target in io.lines(args[1]) do
                    requests[#requests + 1] = wrk.format("GET", target, headers)
                end
                position = math.random(#requests)
            end

            function request()
                position = position % #requests + 1
                return requests[position]
            end
            """;

    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m)");
    private static final Pattern MEDIAN = Pattern.compile("50%\\s+([\\d.]+)(us|ms|s|m)");
    private static final Pattern PERCENTILE_99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s|m)");
    private static final Pattern TROUBLE = Pattern.compile("(Non-2xx or 3xx responses|Socket errors): .*");
    private static final int GRACE_SECONDS = 30;

    private final Path script;
    private final Path targets;
    private final int connections;

    /**
     * Prepares the generator.
     *
     * @param directory for its files
     * @param targets path and query of each request
     * @param connections how many connections to use at once
     */
    Wrk(Path directory, List<String> targets, int connections) throws IOException {
        this.script = Files.writeString(directory.resolve("requests.lua"), SCRIPT);
        this.targets = Files.write(directory.resolve("targets.txt"), targets);
        this.connections = connections;
    }

    /** Whether a connection serves one request or many. */
    enum Connections {
        KEPT_ALIVE("keep-alive", "connections kept alive"),
        ONE_PER_REQUEST("close", "a connection per request");

        private final String header;
        private final String description;

        Connections(String header, String description) {
            this.header = header;
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    /**
     * What a run came to.
     *
     * @param requests how many were answered
     * @param duration in what time
     * @param median of the time that a request took
     * @param percentile99 the time that 99 % of the requests stayed within
     */
    record Load(long requests, Duration duration, Duration median, Duration percentile99) {
        double requestsPerSecond() {
            return requests / (duration.toNanos() / 1e9);
        }
    }

    /**
     * Asks as often as the server answers.
     *
     * @throws IOException when wrk can't be run, or any answer is not what it should be
     */
    Load run(int port, Connections mode, Duration duration) throws IOException, InterruptedException {
        List<String> command = List.of(
                "wrk",
                "--threads",
                "2",
                "--connections",
                Integer.toString(connections),
                "--duration",
                duration.toSeconds() + "s",
                "--latency",
                "--script",
                script.toString(),
                "http://127.0.0.1:" + port,
                "--",
                targets.toString(),
                mode.header);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(duration.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("wrk does not end");
            }
        } finally {
            process.destroyForcibly();
        }
        return read(output);
    }

    /** Reads what wrk prints. */
    static Load read(String output) throws IOException {
        Matcher trouble = TROUBLE.matcher(output);
        if (trouble.find()) {
            throw new IOException("The load was not answered as it should be: " + trouble.group());
        }
        Matcher total = find(TOTAL, output);
        return new Load(
                Long.parseLong(total.group(1)),
                duration(total.group(2), total.group(3)),
                duration(find(MEDIAN, output)),
                duration(find(PERCENTILE_99, output)));
    }

    private static Matcher find(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("wrk printed something unexpected:\n" + output);
        }
        return matcher;
    }

    private static Duration duration(Matcher matcher) {
        return duration(matcher.group(1), matcher.group(2));
    }

    private static Duration duration(String number, String unit) {
        double nanosPerUnit = switch (unit) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "m" -> 60e9;
            default -> 1e9;
        };
        return Duration.ofNanos(Math.round(Double.parseDouble(number) * nanosPerUnit));
    }
}
