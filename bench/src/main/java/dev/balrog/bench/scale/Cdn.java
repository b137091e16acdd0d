// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

import java.time.Duration;

/**
 * Content delivery network in front of the public app, whose caches each serve the same share of the
 * requests. Popularity of targets follows Zipf's law, and some targets are requested only once.
 *
 * @param caches the number of caches; 0 for no network
 * @param ttl how long a response is fresh: {@code max-age} of the responses
 * @param targets the number of targets that are requested repeatedly
 * @param exponent exponent of Zipf's law
 * @param newShare share of the requests for a target that is requested only once, from 0 to 1
 * @see <a href="https://doi.org/10.1109/JSAC.2002.801752">Hierarchical Web caching
 *     systems</a>
 */
public record Cdn(int caches, Duration ttl, int targets, double exponent, double newShare) {

    /** Returns the network that docs/scale.md assumes. */
    public static Cdn of(int caches) {
        return new Cdn(caches, Duration.ofSeconds(90), 200_000, 1, 0.3);
    }

    /**
     * Returns the share of the requests that a cache answers, from 0 to 1. Arrivals are a Poisson
     * process: a target that is requested r times per second is fetched once per ttl + 1/r.
     *
     * @param rate requests per second of all clients
     */
    public double hitShare(double rate) {
        if (caches == 0) {
            return 0;
        }
        double sum = 0;
        for (int rank = 1; rank <= targets; rank++) {
            sum += Math.pow(rank, -exponent);
        }
        double repeated = rate / caches * (1 - newShare);
        double hits = 0;
        for (int rank = 1; rank <= targets; rank++) {
            double share = Math.pow(rank, -exponent) / sum;
            double expected = repeated * share * ttl.toSeconds();
            hits += share * expected / (1 + expected);
        }
        return (1 - newShare) * hits;
    }
}
