// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import dev.balrog.core.simulation.RolloutSide;
import dev.balrog.core.simulation.SampleRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Test for rules: requests, and the outcome that each of them must have.
 *
 * @param name name, unique among the expectations of a file or database
 * @param description reason for it, for whoever breaks it; empty for none
 * @param requests the requests, 1 to {@link #MAX_REQUESTS}
 * @param outcome the outcome of each request
 * @param sides sides of the background rate on which throttled requests must have the outcome; at
 *     least one, in their order
 */
public record Expectation(
        String name,
        String description,
        List<SampleRequest> requests,
        ExpectedOutcome outcome,
        List<RolloutSide> sides) {
    /** Largest number of requests of an expectation, after lists and ranges have been expanded. */
    public static final int MAX_REQUESTS = 1000;

    public Expectation {
        requests = List.copyOf(requests);
        sides = List.copyOf(sides);
        if (requests.isEmpty() || requests.size() > MAX_REQUESTS || sides.isEmpty()) {
            throw new IllegalArgumentException(name + " has " + requests.size() + " requests");
        }
    }

    /** Returns the products that the requests are for, sorted. */
    public Set<String> products() {
        Set<String> products = new TreeSet<>();
        requests.forEach(request -> products.add(request.request().product()));
        return products;
    }
}
