// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

/**
 * Size of an installation of the public app.
 *
 * @param microseconds processor time of a request, in microseconds
 * @param cores processor cores of a node
 * @param utilization share of the processor time that a node may need at the peak, from 0 to 1
 * @param regions the number of regions; the others carry the load when one fails
 * @param pollsPerSecond polls of the database for changes that a node makes per second
 */
public record Capacity(double microseconds, int cores, double utilization, int regions, double pollsPerSecond) {
    private static final double MICROSECONDS = 1e6;
    /** A region has at least two nodes, so that one can be replaced. */
    private static final int FEWEST_NODES = 2;

    /** Returns the requests per second that a node is meant to answer. */
    public double ratePerNode() {
        return cores * utilization * MICROSECONDS / microseconds;
    }

    /**
     * Returns the number of nodes in each region.
     *
     * @param peakRate requests per second that reach the nodes at the peak
     */
    public int nodesPerRegion(double peakRate) {
        int carrying = Math.max(1, regions - 1);
        return Math.max(FEWEST_NODES, (int) Math.ceil(peakRate / carrying / ratePerNode()));
    }

    /** Returns the number of all nodes. */
    public int nodes(double peakRate) {
        return regions * nodesPerRegion(peakRate);
    }

    /** Returns the polls of the database per second by all nodes. */
    public double databasePolls(double peakRate) {
        return nodes(peakRate) * pollsPerSecond;
    }
}
