// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DemoCommandTest {
    private static final Pattern DEMO_URL =
            Pattern.compile("serves update requests on (http://[^\\s]+)[\\s\\S]*ctrl-C");

    @TempDir
    private Path directory;

    private static List<String> curled(String output) {
        Matcher matcher = Pattern.compile("^ +curl (\\S+)$", Pattern.MULTILINE).matcher(output);
        return matcher.results().map(found -> found.group(1)).toList();
    }

    @Test
    void showsAnUpdateAndNoneAndStopsCleanly() throws Exception {
        try (BalrogProcess demo =
                BalrogProcess.start(directory, Map.of(), "demo", "--port=0", "--admin-port=0", "--no-traffic")) {
            String url = demo.await(DEMO_URL);
            List<String> urls = curled(demo.out());
            assertThat(urls).hasSize(2).allMatch(each -> each.startsWith(url));
            assertThat(BalrogProcess.get(urls.getFirst()))
                    .contains("<update ", "<patch type=\"complete\"", "<patch type=\"partial\"");
            assertThat(BalrogProcess.get(urls.getLast())).doesNotContain("<update ");
            assertThat(demo.terminate()).isZero();
            assertThat(demo.out()).startsWith("Creating a database").endsWith("\nStopped.\n");
            assertThat(demo.err()).isEmpty();
        }
        assertThat(directory.resolve("data/demo/balrog.db")).exists();

        try (BalrogProcess again =
                BalrogProcess.start(directory, Map.of(), "demo", "--port=0", "--admin-port=0", "--no-traffic")) {
            again.await(DEMO_URL);
            assertThat(again.out()).doesNotContain("Creating");
        }
        try (BalrogProcess reset = BalrogProcess.start(
                directory, Map.of(), "demo", "--port=0", "--admin-port=0", "--no-traffic", "--reset")) {
            reset.await(DEMO_URL);
            assertThat(reset.out()).startsWith("Creating");
        }
    }

    @Test
    void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            try (BalrogProcess demo =
                    BalrogProcess.start(directory, Map.of("PORT", port), "demo", "--admin-port=0", "--no-traffic")) {
                String url = demo.await(DEMO_URL);
                assertThat(url).doesNotEndWith(":" + port);
                assertThat(demo.out()).contains("Port " + port + " is not free");
            }
        }
    }

    @Test
    void namesTheOptionOfADirectoryThatCannotBeUsed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (BalrogProcess demo = BalrogProcess.start(
                directory, Map.of(), "demo", "--port=0", "--admin-port=0", "--directory", file + "/below")) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err().lines()).hasSize(1);
            assertThat(demo.err()).contains("--directory");
        }
    }
}
