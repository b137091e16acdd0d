// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.fixture.ManualClock;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ServerMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agent, and what it reports. */
final class TestAgent implements AutoCloseable {
    private final ServerMetrics metrics = new ServerMetrics(null, new BuildInfo("1", "here", "c"));
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final Agent agent;

    TestAgent(FakeAdmin admin, InstantSource clock, Duration pollInterval, Optional<UptakeSource> uptake) {
        agent = new Agent(
                AgentSettings.polling(pollInterval),
                admin.client(),
                uptake,
                clock,
                new Random(1),
                metrics,
                (error, context) -> reports.add(context + ": " + error.getMessage()));
    }

    TestAgent(FakeAdmin admin, ManualClock clock) {
        this(admin, clock, Duration.ofSeconds(30), Optional.empty());
    }

    Agent agent() {
        return agent;
    }

    RoundResult round() {
        return agent.runOnce();
    }

    List<String> reports() {
        return reports;
    }

    String metrics() {
        return metrics.scrape();
    }

    @Override
    public void close() {
        agent.close();
        metrics.close();
    }
}
