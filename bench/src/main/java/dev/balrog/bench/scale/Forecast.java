// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

/**
 * Forecast of the load without a replay, from the behavior of the clients alone.
 *
 * @param population the clients
 * @param updatesPerClient mean number of updates that a client is offered and takes in the day
 */
public record Forecast(Population population, double updatesPerClient) {

    /** Returns the mean number of requests per second. */
    public double meanRate() {
        double requests = population.requestsPerDay() + updatesPerClient * restartShare();
        return population.clients() * requests / Population.DAY.toSeconds();
    }

    /**
     * Returns the number of requests per second at the peak. Takes the daily pattern of the starts for
     * that of all requests but those of clients that are always online, so it is an upper bound.
     */
    public double peakRate() {
        double steady = population.alwaysOn() * population.requestsPerDayOfAlwaysOn() / population.requestsPerDay();
        return meanRate() * (steady + (1 - steady) * (1 + population.swing()));
    }

    /** Returns the share of clients with an update that start again before they go offline. */
    private double restartShare() {
        double alwaysOn = population.alwaysOn() * population.requestsPerDayOfAlwaysOn();
        // Each request is followed by a restart within the interval, so a session of n intervals has n.
        double inSessions = (1 - population.alwaysOn()) * population.intervalsPerSession();
        return (alwaysOn + inSessions) / population.requestsPerDay();
    }
}
