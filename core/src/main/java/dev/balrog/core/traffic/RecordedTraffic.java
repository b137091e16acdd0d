// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import dev.balrog.core.BadDataException;
import dev.balrog.core.simulation.SampleRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sample of traffic. As a file it has a line of JSON for itself, and one for each cell.
 *
 * @param requests number of requests that it stands for, also those that no cell tells of
 * @param minimum smallest number of observed requests of which a cell tells
 * @param cells the requests, the most frequent first
 */
public record RecordedTraffic(long requests, int minimum, List<TrafficCell> cells) {
    /** Largest number of cells, as a simulation accepts no more requests. */
    public static final int MAX_CELLS = 100_000;

    /** Largest number of requests that is read, so that sums don't overflow. */
    private static final long MAX_REQUESTS = 1_000_000_000_000_000L;

    private static final String FORMAT = "format";
    private static final String FORMAT_NAME = "balrog-traffic-sample";
    private static final String VERSION = "version";
    private static final int FORMAT_VERSION = 1;
    private static final String REQUESTS = "requests";
    private static final String MINIMUM = "minimum";

    public RecordedTraffic {
        cells = List.copyOf(cells);
    }

    /** Returns the lines of the file. */
    public Stream<ObjectNode> lines() {
        ObjectNode header = JsonNodeFactory.instance
                .objectNode()
                .put(FORMAT, FORMAT_NAME)
                .put(VERSION, FORMAT_VERSION)
                .put(REQUESTS, requests)
                .put(MINIMUM, minimum);
        return Stream.concat(Stream.of(header), cells.stream().map(TrafficCell::toJson));
    }

    /**
     * Reads a sample from the lines of a file.
     *
     * @throws BadDataException if they are no sample of a version that is known
     */
    public static RecordedTraffic read(Iterator<JsonNode> lines) {
        JsonNode header = lines.hasNext() ? lines.next() : JsonNodeFactory.instance.missingNode();
        if (!header.path(FORMAT).asString("").equals(FORMAT_NAME)) {
            throw new BadDataException("This is no traffic sample: the first line has to be {\"" + FORMAT + "\":\""
                    + FORMAT_NAME + "\", …}");
        }
        if (header.path(VERSION).asInt(0) != FORMAT_VERSION) {
            throw new BadDataException("This traffic sample is of version "
                    + header.path(VERSION).asString("none") + "; only version " + FORMAT_VERSION + " is known");
        }
        List<TrafficCell> cells = new ArrayList<>();
        while (lines.hasNext()) {
            if (cells.size() == MAX_CELLS) {
                throw new BadDataException("A traffic sample has at most " + MAX_CELLS + " requests");
            }
            cells.add(TrafficCell.read(lines.next()));
        }
        return new RecordedTraffic(
                Math.clamp(header.path(REQUESTS).asLong(0), 0, MAX_REQUESTS),
                header.path(MINIMUM).asInt(1),
                cells);
    }

    /**
     * Returns the requests for a simulation.
     *
     * @throws BadDataException if a URL is no update URL
     */
    public List<SampleRequest> sampleRequests() {
        return cells.stream().map(TrafficCell::sampleRequest).toList();
    }

    /**
     * Returns the sum of samples of different servers. Cells of the same request are added up; beyond
     * {@link #MAX_CELLS}, those with the fewest requests are left out.
     *
     * @param samples at least one
     */
    public static RecordedTraffic merged(Collection<RecordedTraffic> samples) {
        Map<NormalizedRequest, Long> counts = new HashMap<>();
        samples.forEach(sample -> sample.cells.forEach(cell -> counts.merge(cell.request(), cell.count(), Long::sum)));
        return new RecordedTraffic(
                samples.stream().mapToLong(RecordedTraffic::requests).sum(),
                samples.stream().mapToInt(RecordedTraffic::minimum).min().orElseThrow(),
                counts.entrySet().stream()
                        .map(entry -> new TrafficCell(entry.getKey(), entry.getValue()))
                        .sorted(TrafficCell.MOST_FREQUENT_FIRST)
                        .limit(MAX_CELLS)
                        .toList());
    }

    /**
     * Returns the same sample with as many of its most frequent cells as fit into some heap.
     *
     * @param bytes the heap, by the estimate of {@link TrafficCell#heapBytes()}
     */
    public RecordedTraffic within(long bytes) {
        long used = 0;
        for (int kept = 0; kept < cells.size(); kept++) {
            used += cells.get(kept).heapBytes();
            if (used > bytes) {
                return new RecordedTraffic(requests, minimum, cells.subList(0, kept));
            }
        }
        return this;
    }

    /** Returns the number of requests that some cell tells of. */
    public long listed() {
        return cells.stream().mapToLong(TrafficCell::count).sum();
    }

    /** Returns the share of requests that no cell tells of, 0 to 1. */
    public double suppressedShare() {
        return requests == 0 ? 0 : Math.max(0, 1 - (double) listed() / requests);
    }
}
