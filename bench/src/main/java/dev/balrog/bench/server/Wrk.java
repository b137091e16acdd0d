// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.TrafficSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load generator {@code wrk}, which repeats a sequence of requests. */
final class Wrk {
    /** Script with the headers that Firefox sends. */
    private static final String SCRIPT = """
            local requests = {}
            local beginnings = {}
            local ends = {}
            local rest = ""
            local sequence = {}
            local position = 0
            local number = 0
            local threads = 0

            function setup(thread)
                threads = threads + 1
                thread:set("id", threads)
            end

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
                rest = wrk.format("GET", "", headers):sub(#"GET " + 1)
                for target in io.lines(args[1]) do
                    local beginning, ending = target:match("^(.-)@(.*)$")
                    requests[#requests + 1] = "GET " .. beginning .. ending .. rest
                    beginnings[#requests] = "GET " .. beginning .. args[4]
                    ends[#requests] = ending
                end
                for line in io.lines(args[3]) do
                    sequence[#sequence + 1] = tonumber(line)
                end
                math.randomseed(os.time() + id)
                position = math.random(#sequence)
                -- No number is ever used twice.
                number = os.time() * 1000000 + id * 500000
            end

            function request()
                position = position % #sequence + 1
                local index = sequence[position]
                if index >= 0 then
                    return requests[index + 1]
                end
                number = number + 1
                return beginnings[-index] .. string.format("%d", number) .. ends[-index] .. rest
            end
            """;

    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m)");
    private static final Pattern MEDIAN = Pattern.compile("50%\\s+([\\d.]+)(us|ms|s|m)");
    private static final Pattern PERCENTILE_99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s|m)");
    private static final Pattern TROUBLE = Pattern.compile("(Non-2xx or 3xx responses|Socket errors): .*");
    private static final int GRACE_SECONDS = 30;

    private final Path script;
    private final Path targets;
    private final Path sequence;
    private final String beforeNumber;
    private final int connections;

    /**
     * Prepares the load generator.
     *
     * @param directory the directory for its files, which need not exist
     * @param sample the requests
     * @param beforeNumber string before the number that makes a new target
     * @param connections the number of concurrent connections
     */
    Wrk(Path directory, TrafficSample sample, String beforeNumber, int connections) throws IOException {
        Files.createDirectories(directory);
        this.script = Files.writeString(directory.resolve("requests.lua"), SCRIPT);
        this.targets = Files.write(directory.resolve("targets.txt"), sample.targets());
        this.sequence = Files.write(
                directory.resolve("sequence.txt"),
                sample.sequence().stream().map(String::valueOf).toList());
        this.beforeNumber = beforeNumber;
        this.connections = connections;
    }

    /** Connection mode: persistent connections, or one per request. */
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
     * Result of a run.
     *
     * @param requests the number of responses
     * @param duration the duration of the run
     * @param median the median latency
     * @param percentile99 the p99 latency
     */
    record Load(long requests, Duration duration, Duration median, Duration percentile99) {
        double requestsPerSecond() {
            return requests / (duration.toNanos() / 1e9);
        }
    }

    /**
     * Sends requests as fast as the server responds.
     *
     * @throws IOException if wrk can't be run, or any response is wrong
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
                mode.header,
                sequence.toString(),
                beforeNumber);
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

    /** Parses the output of wrk. */
    static Load read(String output) throws IOException {
        Matcher trouble = TROUBLE.matcher(output);
        if (trouble.find()) {
            throw new IOException("The load test had errors: " + trouble.group());
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
