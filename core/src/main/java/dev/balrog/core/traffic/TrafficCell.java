// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.simulation.SampleRequest;
import java.util.Comparator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests of a sample that are equal once they are normalized. In JSON, as in the body of a
 * simulation: {@code {"count": 17, "url": "/update/6/…"}}, with {@code "headerArchitecture": "PPC"}
 * for PowerPC processors.
 *
 * @param request what they have in common
 * @param count how many they are, at least 1
 */
public record TrafficCell(NormalizedRequest request, long count) {
    /** Order of the cells of a sample; cells with the same count in the order of their requests. */
    static final Comparator<TrafficCell> MOST_FREQUENT_FIRST = Comparator.comparingLong(
                    (TrafficCell cell) -> -cell.count())
            .thenComparing(cell -> cell.request().url())
            .thenComparing(cell -> cell.request().powerPc());

    /** Largest count that is read, as a simulation accepts no larger one; sums of some thousands don't overflow. */
    static final long MAX_COUNT = 1_000_000_000_000L;

    /** Heap of a cell and of its sum with others, besides the characters of its URL, in bytes; rounded up. */
    private static final int FIXED_BYTES = 160;

    private static final String URL = "url";
    private static final String COUNT = "count";
    private static final String HEADER_ARCHITECTURE = "headerArchitecture";

    public TrafficCell {
        if (count < 1) {
            throw new IllegalArgumentException("count " + count + " is below 1");
        }
    }

    /**
     * Reads a cell; the count is 1 where it is absent. The URL is not parsed, so that it need not be
     * in the canonical form.
     *
     * @throws BadDataException if the URL is missing, or the count is no positive integer
     */
    public static TrafficCell read(JsonNode json) {
        JsonNode url = json.path(URL);
        if (!url.isString()) {
            throw new BadDataException("A request of a sample lacks its " + URL);
        }
        JsonNode count = json.path(COUNT);
        if (!count.isMissingNode()
                && !(count.canConvertToLong() && count.longValue() > 0 && count.longValue() <= MAX_COUNT)) {
            throw new BadDataException(
                    "The " + COUNT + " of " + url.stringValue() + " is no positive integer up to " + MAX_COUNT);
        }
        boolean powerPc = json.path(HEADER_ARCHITECTURE).asString("").equals(NormalizedRequest.POWER_PC);
        return new TrafficCell(new NormalizedRequest(url.stringValue(), powerPc), count.asLong(1));
    }

    /** Returns an estimate of the heap that the cell takes, in bytes. */
    long heapBytes() {
        return FIXED_BYTES + (long) request.url().length();
    }

    /** Returns the cell in JSON. */
    public ObjectNode toJson() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put(COUNT, count).put(URL, request.url());
        return request.powerPc() ? json.put(HEADER_ARCHITECTURE, NormalizedRequest.POWER_PC) : json;
    }

    /**
     * Returns the requests for a simulation.
     *
     * @throws BadDataException if it is no update URL
     */
    public SampleRequest sampleRequest() {
        UpdateTarget target = request.target();
        return new SampleRequest(target.format(), target.request(), count);
    }
}
