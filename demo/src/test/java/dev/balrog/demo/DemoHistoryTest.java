// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHistoryTest {
    private static final Instant END = Instant.ofEpochSecond(1_800_000_000);

    @TempDir
    private Path directory;

    @Test
    void countersGrowToTheEndByTheirShares() throws Exception {
        Path file = directory.resolve("history.txt");
        DemoHistory.write("""
                # TYPE balrog_answers_total counter
                balrog_answers_total{channel="beta",outcome="update",product="Firefox"} 100.0
                balrog_answers_total{channel="release",outcome="update",product="Firefox"} 900.0
                balrog_release_answers_total{product="Firefox",release="A"} 1.0E3
                balrog_snapshot_rules 7.0
                """, END, file);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).last().isEqualTo("# EOF");
        assertThat(lines).noneMatch(line -> line.contains("snapshot"));
        Map<String, Long> values = new LinkedHashMap<>();
        Map<String, Long> times = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.startsWith("#")) {
                String series = line.substring(0, line.indexOf('}'));
                String[] numbers = line.substring(line.indexOf('}') + 2).split(" ", 2);
                assertThat(Long.parseLong(numbers[0])).isGreaterThanOrEqualTo(values.getOrDefault(series, 0L));
                assertThat(Long.parseLong(numbers[1])).isGreaterThan(times.getOrDefault(series, 0L));
                values.put(series, Long.parseLong(numbers[0]));
                times.put(series, Long.parseLong(numbers[1]));
            }
        }
        assertThat(values).hasSize(6);
        assertThat(times.values())
                .filteredOn(time -> time == END.getEpochSecond())
                .hasSize(3);
        String week = "balrog_answers_total{instance=\"week\",channel=\"%s\",outcome=\"update\",product=\"Firefox\"";
        assertThat(values.get(week.formatted("release")))
                .isGreaterThan(3 * values.getOrDefault(week.formatted("beta"), 0L));
    }
}
