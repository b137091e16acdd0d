// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.release.LocaleSubmission;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SubmissionsTest {
    @Test
    void thereIsOneForEachLocaleOfEachPlatform() {
        List<LocaleSubmission> submissions = Submissions.of("a", 3, 4);
        assertThat(submissions)
                .extracting(build -> build.platform() + "/" + build.locale())
                .doesNotHaveDuplicates()
                .hasSize(12);
        assertThat(Submissions.of("a", 3, 4)).as("always the same").isEqualTo(submissions);
    }

    @Test
    void aBuildIsAboutAsLargeAsAskedFor() {
        String build =
                Submissions.build("p", "l", 6_000, new SplittableRandom(1)).toString();
        assertThat(build.length()).isBetween(5_000, 7_000);
    }
}
