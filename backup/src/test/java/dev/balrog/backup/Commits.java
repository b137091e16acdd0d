// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Record of the commits of a test, each of which adds the row with the next number: the oracle for restores. */
final class Commits {
    private final List<Commit> commits = new ArrayList<>();

    /**
     * Commit.
     *
     * @param rows number of rows after it
     * @param from time before it began
     * @param until time after it had ended
     */
    private record Commit(int rows, Instant from, Instant until) {}

    int rows() {
        return commits.isEmpty() ? 0 : commits.getLast().rows();
    }

    void add(int rows, Instant from, Instant until) {
        commits.add(new Commit(rows() + rows, from, until));
    }

    /** Returns times at which faults are likely. */
    List<Instant> times() {
        return commits.stream().map(Commit::until).toList();
    }

    /**
     * Checks that a database holds exactly the commits until a time, and no torn ones.
     *
     * @param numbers the numbers of its rows, in order
     * @param complete every commit before this time has to be there
     * @param end no commit from this time on may be there
     */
    void check(List<Integer> numbers, Instant complete, Instant end, String what) {
        int found = numbers.size();
        assertThat(numbers)
                .as(what)
                .isEqualTo(IntStream.rangeClosed(1, found).boxed().toList());
        assertThat(found == 0 || commits.stream().anyMatch(commit -> commit.rows() == found))
                .as("%s: whole transactions, %s of %s", what, found, commits)
                .isTrue();
        for (Commit commit : commits) {
            if (commit.until().isBefore(complete)) {
                assertThat(found)
                        .as("%s: lost %s, complete until %s", what, commit, complete)
                        .isGreaterThanOrEqualTo(commit.rows());
            }
            if (!commit.from().isBefore(end)) {
                assertThat(found)
                        .as("%s: %s is too much, end %s", what, commit, end)
                        .isLessThan(commit.rows());
            }
        }
    }
}
