// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageLogTest {
    @TempDir
    private Path directory;

    @Test
    void tellsTheMostThatWasOnTheHeap() throws IOException {
        Path log = Files.writeString(directory.resolve("gc.log"), """
                [0.012s][info][gc] Using G1
                [15.1s][info][gc          ] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 120M->80M(512M) 3.1ms
                [15.2s][info][gc          ] GC(2) Pause Young (Concurrent Start) (G1 Humongous) 301M->60M(512M) 2.0ms
                [15.3s][info][gc,marking  ] GC(2) Concurrent Mark Cycle 400.0ms
                """);
        assertThat(GarbageLog.peakMebibytes(log)).isEqualTo(301);
        assertThat(GarbageLog.peakLiveMebibytes(log)).isEqualTo(80);
    }
}
