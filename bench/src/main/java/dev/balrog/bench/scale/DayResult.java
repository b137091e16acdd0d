// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

import java.time.Duration;
import java.util.Arrays;

/**
 * Result of a replayed day, scaled to the whole population.
 *
 * @param bin length of each part of the day
 * @param requests number of requests in each part
 * @param offered number of requests in each part that were offered an update
 * @param bytes number of bytes of the responses in each part, with their headers
 * @param updatesPerClient mean number of updates that a client was offered and took
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DayResult(Duration bin, double[] requests, double[] offered, double[] bytes, double updatesPerClient) {

    /** Returns the number of requests of the day. */
    public double total() {
        return Arrays.stream(requests).sum();
    }

    /** Returns the mean number of requests per second. */
    public double meanRate() {
        return total() / Population.DAY.toSeconds();
    }

    /** Returns the number of requests per second in the busiest part of the day. */
    public double peakRate() {
        return Arrays.stream(requests).max().orElse(0) / bin.toSeconds();
    }

    /** Returns the bytes per second in the part of the day that sends most. */
    public double peakBytesPerSecond() {
        return Arrays.stream(bytes).max().orElse(0) / bin.toSeconds();
    }

    /** Returns the mean length of a response with its headers, in bytes. */
    public double meanBytes() {
        return Arrays.stream(bytes).sum() / total();
    }

    /** Returns the share of the requests that are offered an update, from 0 to 1. */
    public double offeredShare() {
        return Arrays.stream(offered).sum() / total();
    }
}
