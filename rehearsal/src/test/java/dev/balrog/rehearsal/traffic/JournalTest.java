// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.rehearsal.traffic.Journal.Allowed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JournalTest {
    /** Clocks may begin anywhere, also near the end of the numbers. */
    private static final long START = Long.MAX_VALUE - seconds(20);

    private final Journal journal = new Journal(Duration.ofSeconds(5));

    @Test
    void beginsWithVersionZero() {
        assertThat(journal.allowed(at(0), at(1))).isEqualTo(new Allowed(0, 0));
    }

    @Test
    void allowsAVersionFromWhenItIsSent() {
        journal.sent(1, at(10));

        assertThat(journal.allowed(at(8), at(9))).isEqualTo(new Allowed(0, 0));
        assertThat(journal.allowed(at(9), at(11))).isEqualTo(new Allowed(0, 1));
        assertThat(journal.allowed(at(100), at(101))).isEqualTo(new Allowed(0, 1));
    }

    @Test
    void demandsAVersionOnceItWasAcknowledgedForLongEnough() {
        journal.sent(1, at(10));
        journal.acknowledged(1, at(11));

        assertThat(journal.allowed(at(15), at(40))).isEqualTo(new Allowed(0, 1));
        assertThat(journal.allowed(at(17), at(40))).isEqualTo(new Allowed(1, 1));
    }

    @Test
    void demandsNothingNewWhileTheDatabaseIsAway() {
        journal.sent(1, at(10));
        journal.acknowledged(1, at(11));
        journal.databaseGone(at(12));

        assertThat(journal.allowed(at(30), at(31))).isEqualTo(new Allowed(0, 1));

        journal.databaseBack(at(32));

        assertThat(journal.allowed(at(36), at(40))).isEqualTo(new Allowed(0, 1));
        assertThat(journal.allowed(at(38), at(40))).isEqualTo(new Allowed(1, 1));
    }

    @Test
    void stillDemandsWhatWasLiveBeforeTheDatabaseWentAway() {
        journal.sent(1, at(1));
        journal.acknowledged(1, at(2));
        journal.databaseGone(at(10));

        assertThat(journal.allowed(at(11), at(12))).isEqualTo(new Allowed(1, 1));
    }

    @Test
    void judgesAnAnswerByTheBuildInIt() {
        String first = "<update type=\"minor\" buildID=\"500\" url=\"/500.mar\">";
        Probe probe = new MovingProbe("/", 500, first, journal);
        journal.sent(1, at(10));
        journal.acknowledged(1, at(11));

        assertThat(probe.fault(first, at(12), at(13))).isEmpty();
        assertThat(probe.fault(first.replace("500", "501"), at(12), at(13))).isEmpty();
        assertThat(probe.fault(first.replace("500", "501"), at(8), at(9))).contains("500 to 500 are right");
        assertThat(probe.fault(first, at(20), at(21))).contains("build 500, but 501 to 501 are right");
        assertThat(probe.fault(first.replace("minor", "major"), at(12), at(13))).contains("wrong answer");
        assertThat(probe.fault("<updates>", at(12), at(13))).contains("no update");
    }

    private static long at(int second) {
        return START + seconds(second);
    }

    private static long seconds(int number) {
        return Duration.ofSeconds(number).toNanos();
    }
}
