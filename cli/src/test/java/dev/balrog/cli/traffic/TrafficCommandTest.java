// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.Run;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.core.traffic.TrafficCell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficCommandTest {
    private static final String GERMAN = "/update/6/Firefox/139.0/20250527134140/WINNT_x86_64-msvc-x64/de/release/"
            + "Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml";
    private static final String FRENCH = GERMAN.replace("/de/", "/fr/");
    private static final String OLD_MAC = "/update/3/Firefox/3.6/20100101000000/Darwin_Universal-gcc3/de/release/"
            + "Darwin%208.11/default/default/update.xml";

    @TempDir
    private Path directory;

    private Path file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write(content.getBytes(UTF_8));
        }
        return file;
    }

    private static String combined(String method, String target, String userAgent) {
        return "192.0.2.77 - alice [10/Oct/2026:13:55:36 -0700] \"" + method + " " + target
                + " HTTP/1.1\" 200 9 \"-\" \"" + userAgent + "\"\n";
    }

    @Test
    void importsLogsOfAllFormatsIntoOneSample() throws Exception {
        String json = "{\"httpRequest\":{\"requestMethod\":\"GET\",\"requestUrl\":\"https://aus5.mozilla.org" + GERMAN
                + "\",\"userAgent\":\"Secret\",\"remoteIp\":\"192.0.2.1\"}}\n";
        Path loadBalancer = file("requests.json.gz", json.repeat(12) + "{broken\n\n");
        Path web = file(
                "access.log",
                "cut off at the start\n" + combined("GET", FRENCH, "x").repeat(10)
                        + combined("GET", OLD_MAC, "Mozilla/5.0 (Macintosh; PPC)")
                                .repeat(11)
                        + combined("POST", FRENCH, "x")
                        + combined("GET", FRENCH + "?unknown=1", "x")
                        + combined("GET", "/favicon.ico", "x"));
        Path urls = file("urls.txt", "100 " + GERMAN + "\r\n3 " + FRENCH.replace("/Firefox/", "/Personal/"));
        Path sample = directory.resolve("sample.jsonl.gz");

        Run run = Run.balrog(
                "traffic", "import", loadBalancer.toString(), web.toString(), urls.toString(), "--to=" + sample);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "40 lines: 136 update requests, 3 other requests, 2 lines that can't be read.",
                        "The sample has 3 distinct requests, and leaves out 2.2 % of all requests.");
        RecordedTraffic traffic = TrafficFile.read(sample);
        assertThat(traffic.requests()).isEqualTo(136);
        assertThat(traffic.cells()).extracting(TrafficCell::count).containsExactly(112L, 11L, 10L);
        assertThat(traffic.cells().get(1).request().powerPc()).isTrue();
        String text = String.join("\n", traffic.lines().map(Object::toString).toList());
        assertThat(text).doesNotContain("192.0.2", "alice", "Secret", "Mozilla", "Personal", "2026");
    }

    @Test
    void fetchesTheSampleOfTheAdminApp() {
        Path file = directory.resolve("sample.jsonl.gz");
        try (FakeServer server = new FakeServer()) {
            Map<String, String> environment =
                    Map.of("BALROG_API_ROOT", server.url().toString());
            Run none = Run.with(environment, "traffic", "fetch", "--to=" + file);
            assertThat(none.exitCode()).isEqualTo(1);
            assertThat(none.err()).contains("status 404");
            server.once("GET /v2/traffic_sample", FakeServer.json("{}"));
            assertThat(Run.with(environment, "traffic", "fetch", "--to=" + file).err())
                    .contains("no traffic sample");
            assertThat(file).doesNotExist();
            server.on(
                    "GET /v2/traffic_sample",
                    FakeServer.json("{'format':'balrog-traffic-sample','version':1,'requests':1000,'minimum':10}\n"
                            + "{'count':900,'url':'" + GERMAN + "'}\n"));

            Run run = Run.with(environment, "traffic", "fetch", "--to=" + file);

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .isEqualTo("The sample of 1,000 requests has 1 distinct ones, and leaves out 10.0 %.\n");
        }
        assertThat(TrafficFile.read(file).cells())
                .extracting(TrafficCell::count)
                .containsExactly(900L);
    }

    @Test
    void readsStandardInputAndWritesStandardOutput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((GERMAN + "\n").repeat(20).getBytes(UTF_8)));
        try {
            Run run = Run.balrog("traffic", "import", "-", "--minimum", "20");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out().lines())
                    .containsExactly(
                            "{\"format\":\"balrog-traffic-sample\",\"version\":1,\"requests\":20,\"minimum\":20}",
                            "{\"count\":20,\"url\":\"" + GERMAN + "\"}");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void showsWhatIsFrequent() throws Exception {
        Path sample = directory.resolve("sample.jsonl");
        Run.balrog(
                "traffic",
                "import",
                file("u", "60 " + GERMAN + "\n40 " + FRENCH + "\n").toString(),
                "--to=" + sample);

        Run run = Run.balrog("traffic", "show", sample.toString(), "--top=1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "100 requests, 2 distinct ones; 0.0 % are left out, of which there are fewer than 10.",
                        "",
                        "PROPERTY   VALUE            SHARE    REQUESTS",
                        "product    Firefox          100.0 %  100",
                        "channel    release          100.0 %  100",
                        "version    139.0            100.0 %  100",
                        "osVersion  Windows_NT 10.0  100.0 %  100",
                        "locale     de               60.0 %   60");
        assertThat(Run.balrog("traffic", "show", sample.toString(), "--json").out())
                .contains("\"requests\" : 100", "\"value\" : \"fr\"", "\"share\" : 0.4");
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(Run.balrog("traffic", "import", file("a", "what\n").toString())
                        .err())
                .contains("neither JSON, nor in common or combined log format, nor URLs");
        assertThat(Run.balrog("traffic", "import", file("b", "/favicon.ico\n").toString()))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.err()).contains("no update request was found", "1 other requests"));
        assertThat(Run.balrog("traffic", "import", file("c", "").toString()).err())
                .contains("no update request was found");
        assertThat(Run.balrog("traffic", "import", directory.resolve("none").toString())
                        .err())
                .contains("can't read");
        assertThat(Run.balrog("traffic", "import", "-", "--minimum=0").exitCode())
                .isEqualTo(2);
        assertThat(Run.balrog("traffic", "show", file("d", "[]\n").toString()))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("no traffic sample"));
        assertThat(Run.balrog("traffic", "show", file("e", "{\n").toString()).err())
                .contains("no traffic sample");
    }

    @Test
    void longLinesAreCutAndCounted() throws Exception {
        Path log = file("long", GERMAN + "\n/" + "x".repeat(1 << 20) + "\n" + GERMAN + "\n");

        Run run = Run.balrog("traffic", "import", log.toString(), "--minimum=1");

        assertThat(run.err()).contains("3 lines: 2 update requests, 1 other requests, 0 lines");
        assertThat(run.out()).contains("{\"count\":2,");
    }
}
