// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balrog.core.snapshot.SnapshotStatus.Advance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SnapshotStatusTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<Advance> ADVANCES =
            List.of(new Advance(3, START), new Advance(5, START.plusSeconds(1)), new Advance(9, START.plusSeconds(2)));
    private static final SnapshotStatus STATUS =
            new SnapshotStatus(START.plusSeconds(10), START.plusSeconds(8), false, ADVANCES);

    @Test
    void anEntryIsServedSinceTheFirstAdvanceThatCoversIt() {
        assertThat(STATUS.servedSince(1)).contains(START);
        assertThat(STATUS.servedSince(3)).contains(START);
        assertThat(STATUS.servedSince(4)).contains(START.plusSeconds(1));
        assertThat(STATUS.servedSince(9)).contains(START.plusSeconds(2));
        assertThat(STATUS.servedSince(10)).isEmpty();
        assertThat(STATUS.age()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void onlyAdvancesAreRecordedAndAsManyAsThereIsRoomFor() {
        assertThat(SnapshotStatus.advanced(ADVANCES, 9, START)).isSameAs(ADVANCES);
        assertThat(SnapshotStatus.advanced(ADVANCES, 4, START)).isSameAs(ADVANCES);
        assertThat(SnapshotStatus.advanced(List.of(), 0, START)).isEmpty();
        List<Advance> many = List.of();
        for (int sequence = 1; sequence <= 200; sequence++) {
            many = SnapshotStatus.advanced(many, sequence, START.plusSeconds(sequence));
        }
        assertThat(many).hasSizeBetween(10, 100);
        assertThat(many.getLast()).isEqualTo(new Advance(200, START.plusSeconds(200)));
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(SnapshotStatus.of(STATUS.toJson())).isEqualTo(STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"at\": \"now\", \"current_at\": 1}", "{\"at\": 1, \"current_at\": 1.5}"})
    void somethingElseIsRefused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnapshotStatus.of(JsonMapper.shared().readTree(json)));
    }
}
