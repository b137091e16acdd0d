// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prometheus's own check of its files. */
final class Promtool {
    private Promtool() {}

    /** Skips the test, saying why, where Prometheus is not installed. */
    static void assumeInstalled() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
        assumeTrue(installed, "not installed: prometheus");
    }

    /** Runs it; it has to be content. The test is skipped where it is not installed. */
    static void run(Path directory, String... arguments) throws IOException, InterruptedException {
        assumeInstalled();
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
