// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.rehearsal.traffic.Tally;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report.Changes NO_CHANGES = new Report.Changes(0, 0, 0);

    private final StringWriter out = new StringWriter();
    private final Report report = new Report(new PrintWriter(out));
    private final Tally tally = new Tally();

    @Test
    void isGoodWhenAllWentWell() {
        tally.right(false);
        end("one", List.of());
        tally.right(true);
        tally.expectedOfCanary();
        end("two", List.of());
        report.totals(tally, NO_CHANGES);

        assertThat(report.isGood()).isTrue();
        assertThat(out.toString())
                .containsPattern(" 1  one .* s       1       0      0     0\n")
                .containsPattern(" 2  two .* s       2       0      0     0\n")
                .containsPattern("    all .* s       3       0      0     0\n")
                .endsWith("The rehearsal passed.\n");
    }

    @Test
    void countsWhatHappensBetweenActsInTheNextOne() {
        end("one", List.of());
        tally.wrong("no update");
        report.begins("two");
        end("two", List.of());
        report.totals(tally, NO_CHANGES);

        assertThat(report.isGood()).isFalse();
        assertThat(out.toString())
                .containsPattern(" 2  two .* s       1       0      1     0\n")
                .contains("two: 1 answers were wrong", "wrong: no update")
                .endsWith("The rehearsal FAILED.\n");
    }

    @Test
    void isNotGoodWhenRequestsFailOrDataIsLostOrAnActFails() {
        tally.failed("status 500");
        end("one", List.of());
        end("two", List.of("the release X"));
        report.fails("three", "it was not noticed");
        end("three", List.of());
        report.totals(tally, NO_CHANGES);

        assertThat(report.isGood()).isFalse();
        assertThat(out.toString())
                .containsPattern("    all .* s       1       1      0     1\n")
                .contains(
                        "one: 1 requests failed",
                        "two: 1 changes were lost, such as the release X",
                        "three: it was not noticed");
    }

    private void end(String scenario, List<String> lost) {
        report.ends(scenario, tally.counts(), lost);
    }
}
