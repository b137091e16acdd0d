// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.bench.SampleDatabase.Size;
import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.Database;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class RequestMixTest {
    private static final int COUNT = 1_000;
    /** Length of the headers of an answer. */
    private static final int HEADERS = 400;

    @TempDir
    private static Path directory;

    private static Snapshot snapshot;

    private final Decider decider = new Decider(() -> 0);

    @BeforeAll
    static void load() throws IOException {
        try (Database database = new SampleDatabase(directory).open(Size.TINY)) {
            snapshot = new SnapshotLoader(database, problem -> {}).load().snapshot();
        }
    }

    @Test
    void the_same_seed_gives_the_same_requests() {
        assertThat(RequestMix.targets(3, COUNT)).isEqualTo(RequestMix.targets(3, COUNT));
        assertThat(RequestMix.targets(3, COUNT)).isNotEqualTo(RequestMix.targets(4, COUNT));
    }

    @Test
    void most_requests_are_offered_an_update_and_some_are_not() {
        long offered = requests().stream()
                .map(request -> decider.decide(snapshot, request))
                .filter(Decision.Update.class::isInstance)
                .count();

        assertThat(offered).isBetween(COUNT * 60L / 100, COUNT * 95L / 100);
    }

    @Test
    void an_answer_with_its_headers_has_about_one_kilobyte() {
        Answers answers = new Answers(decider, Policies.usual());

        double length = requests().stream()
                .mapToInt(request -> answers.xml(snapshot, request, decider.decide(snapshot, request))
                        .length())
                .average()
                .orElseThrow();

        assertThat(length).isBetween(1_000.0 - HEADERS - 200, 1_000.0 - HEADERS + 200);
    }

    private static List<UpdateRequest> requests() {
        return RequestMix.targets(3, COUNT).stream().map(Requests::read).toList();
    }
}
