// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficSampleTest {
    private static final int DISTINCT = 5_000;
    private static final int REQUESTS = 50_000;

    private final TrafficSample sample = TrafficSample.of(7, DISTINCT, REQUESTS, 30);

    @Test
    void targets_are_distinct_and_have_room_for_a_number() {
        assertThat(new HashSet<>(sample.targets())).hasSize(DISTINCT);
        assertThat(sample.targets()).allMatch(target -> target.split(RequestMix.MARK, -1).length == 2);
    }

    @Test
    void a_part_of_the_requests_is_for_new_targets() {
        assertThat(sample.sequence()).hasSize(REQUESTS);
        assertThat(sample.sequence().stream().filter(index -> index < 0).count())
                .isBetween(REQUESTS * 28L / 100, REQUESTS * 32L / 100);
        assertThat(TrafficSample.of(7, DISTINCT, REQUESTS, 100).sequence()).allMatch(index -> index < 0);
    }

    @Test
    void the_first_target_is_requested_about_twice_as_often_as_the_second() {
        List<Integer> sequence = TrafficSample.of(7, DISTINCT, REQUESTS, 0).sequence();
        long first = sequence.stream().filter(index -> index == 0).count();
        long second = sequence.stream().filter(index -> index == 1).count();

        assertThat(first).isBetween(second * 17 / 10, second * 23 / 10);
    }
}
