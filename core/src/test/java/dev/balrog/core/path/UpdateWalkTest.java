// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.path.UpdateWalk.Ending;
import dev.balrog.core.path.UpdateWalk.Walked;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.simulation.ClientProfile;
import dev.balrog.core.simulation.SampleRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpdateWalkTest {
    /** Offers builds by the version of the client. */
    private static final class Table implements UpdateWalk.Engine<Optional<OfferedBuild>> {
        private final Map<String, OfferedBuild> builds = new HashMap<>();

        Table offer(String version, String offered, @Nullable String buildId) {
            builds.put(version, new OfferedBuild(offered, buildId));
            return this;
        }

        @Override
        public Optional<OfferedBuild> ask(SampleRequest request) {
            return Optional.ofNullable(builds.get(request.request().version()));
        }

        @Override
        public @Nullable OfferedBuild offered(SampleRequest request, Optional<OfferedBuild> response) {
            return response.orElse(null);
        }
    }

    private static SampleRequest client(String version) {
        return ClientProfile.of("Firefox", version).request(Format.XML).orElseThrow();
    }

    private static Walked<Optional<OfferedBuild>> follow(Table table, int maxUpdates) {
        return UpdateWalk.follow(
                table,
                client("10.0"),
                maxUpdates,
                request -> request.request().version().equals("40.0"));
    }

    @Test
    void installsWhatIsOffered() {
        Table table = new Table().offer("10.0", "20.0", "20200101000000").offer("20.0", "30.0", null);
        Walked<Optional<OfferedBuild>> walked = follow(table, 5);

        assertThat(walked.ending()).isEqualTo(Ending.NO_BUILD);
        assertThat(walked.updates()).isEqualTo(2);
        assertThat(walked.steps()).hasSize(3);
        assertThat(walked.end().request().version()).isEqualTo("30.0");
        // A release without a build id leaves that of the client.
        assertThat(walked.end().request().buildId()).isEqualTo("20200101000000");
        assertThat(walked.lastResponse()).isEmpty();
    }

    @Test
    void stopsAtTheGoalWithoutAsking() {
        Walked<Optional<OfferedBuild>> walked =
                follow(new Table().offer("10.0", "40.0", "1").offer("40.0", "50.0", "2"), 5);

        assertThat(walked.ending()).isEqualTo(Ending.GOAL);
        assertThat(walked.steps()).hasSize(1);
        assertThat(walked.lastResponse()).isNull();
    }

    @Test
    void stopsAtTheLimit() {
        Table table = new Table().offer("10.0", "20.0", "1").offer("20.0", "30.0", "2");

        assertThat(follow(table, 1).ending()).isEqualTo(Ending.STEP_LIMIT);
        assertThat(follow(table, 1).updates()).isOne();
    }

    @Test
    void findsLoops() {
        Table older = new Table().offer("10.0", "20.0", "1").offer("20.0", "10.0", "2");
        Table same = new Table().offer("10.0", "10.0", "20000101000000");
        Table withoutBuild = new Table().offer("10.0", "10.0", null);

        assertThat(follow(older, 50).ending()).isEqualTo(Ending.LOOP);
        assertThat(follow(older, 50).updates()).isOne();
        assertThat(follow(same, 50).ending()).isEqualTo(Ending.LOOP);
        assertThat(follow(withoutBuild, 50).ending()).isEqualTo(Ending.LOOP);
    }

    @Test
    void takesANewerBuildOfTheSameVersionForAnUpdate() {
        UpdateWalk.Step<Optional<OfferedBuild>> step =
                UpdateWalk.step(new Table().offer("10.0", "10.0", "20000101000001"), client("10.0"));

        assertThat(step.isLoop()).isFalse();
        assertThat(step.next()).isNotNull();
    }
}
