// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Weighted random choice. */
final class Weighted<T> {
    private final List<T> things = new ArrayList<>();
    private final List<Integer> upTo = new ArrayList<>();
    private int total;

    /** Adds an element with the probability of its weight divided by the sum of all weights. */
    Weighted<T> add(int weight, T thing) {
        total += weight;
        things.add(thing);
        upTo.add(total);
        return this;
    }

    T choose(SplittableRandom random) {
        int number = random.nextInt(total);
        int index = 0;
        while (upTo.get(index) <= number) {
            index++;
        }
        return things.get(index);
    }
}
