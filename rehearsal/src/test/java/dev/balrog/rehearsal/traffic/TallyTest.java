// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void countsEachRequestOnce() {
        tally.right(false);
        tally.right(true);
        tally.failed("status 500");
        tally.wrong("no update");
        tally.expectedOfCanary();

        assertThat(tally.counts()).isEqualTo(new Tally.Counts(5, 1, 1, 1, 1));
        assertThat(tally.examples()).containsExactly("failed: status 500", "wrong: no update");
    }

    @Test
    void tellsWhatCameSince() {
        tally.right(true);
        tally.failed("status 500");
        Tally.Counts before = tally.counts();
        tally.right(false);
        tally.wrong("no update");

        assertThat(tally.counts().since(before)).isEqualTo(new Tally.Counts(2, 0, 1, 0, 0));
    }

    @Test
    void keepsOnlyTheFirstExamples() {
        for (int i = 0; i < 100; i++) {
            tally.failed("request " + i);
        }

        assertThat(tally.counts().failed()).isEqualTo(100);
        assertThat(tally.examples()).hasSize(5).startsWith("failed: request 0");
    }
}
