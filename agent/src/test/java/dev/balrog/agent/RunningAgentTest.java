// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.fixture.ManualClock;
import dev.balrog.client.transport.ObjectKind;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RunningAgentTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(5);

    private final FakeAdmin admin = new FakeAdmin();

    private TestAgent agent(Duration pollInterval) {
        return new TestAgent(admin, InstantSource.system(), pollInterval, Optional.empty());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the condition is met in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void enactsAtTheKnownTimeWithoutWaitingForTheNextPoll() throws Exception {
        long soon = InstantSource.system().millis() + 400;
        admin.add(ObjectKind.RULE, 1, soon, "").add(ObjectKind.PIN, 2, soon + 50, "");
        try (TestAgent agent = agent(NEVER)) {
            agent.agent().start();
            await(() -> admin.enacted().size() == 2);
            assertThat(InstantSource.system().millis()).isGreaterThanOrEqualTo(soon + 50);
        }
        assertThat(admin.server().names(FakeAdmin.list(ObjectKind.RULE))).hasSize(2);
        assertThat(admin.server().names("GET /v2/releases"))
                .as("not looked at in between")
                .hasSize(1);
    }

    @Test
    void pollsForChangesThatItDoesNotKnow() throws Exception {
        try (TestAgent agent = agent(OFTEN)) {
            agent.agent().start();
            await(() -> admin.server().names("GET /v2/releases").size() >= 3);
            admin.add(ObjectKind.SHUTOFF, 1, 0, "");
            await(() -> !admin.enacted().isEmpty());
        }
    }

    @Test
    void makesEachChangeOnceWithTwoAgents() throws Exception {
        for (int id = 1; id <= 40; id++) {
            admin.add(ObjectKind.RULE, id, 0, "");
        }
        try (TestAgent one = agent(OFTEN);
                TestAgent other = agent(OFTEN)) {
            one.agent().start();
            other.agent().start();
            await(() -> admin.enacted().size() == 40);
            one.agent().close();
            other.agent().close();
            assertThat(admin.enacted()).doesNotHaveDuplicates();
            assertThat(one.reports()).isEmpty();
            assertThat(other.reports()).isEmpty();
        }
    }

    @Test
    void survivesAServerThatIsGoneForAWhile() throws Exception {
        admin.on(FakeAdmin.list(ObjectKind.RULE), request -> problem(500, "down", ""));
        try (TestAgent agent = agent(OFTEN)) {
            agent.agent().start();
            await(() -> agent.reports().size() > 2);
            admin.add(ObjectKind.RULE, 1, 0, "")
                    .on(
                            FakeAdmin.list(ObjectKind.RULE),
                            request -> json("{'scheduled_changes':[{'sc_id':1,'when':1}]}"));
            await(() -> !admin.enacted().isEmpty());
        }
    }

    @Test
    void finishesTheChangeThatIsBeingMadeWhenItStops() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        admin.add(ObjectKind.RULE, 1, 0, "").add(ObjectKind.RULE, 2, 0, "");
        admin.on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> {
            asked.countDown();
            answer.await();
            return json("{}");
        });
        TestAgent agent = agent(NEVER);
        agent.agent().start();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(agent.agent()::close);
        await(() -> closing.getState() == Thread.State.TIMED_WAITING || closing.getState() == Thread.State.WAITING);
        answer.countDown();
        assertThat(closing.join(Duration.ofSeconds(30))).isTrue();
        assertThat(agent.metrics()).contains("outcome=\"enacted\"} 1.0");
        assertThat(admin.server().names("POST")).hasSize(1);
        agent.close();
    }

    @Test
    void canBeWatchedOverHttp() throws Exception {
        ManualClock clock = new ManualClock();
        try (TestAgent agent = new TestAgent(admin, clock);
                AgentEndpoints endpoints = AgentEndpoints.start(
                        HttpSettings.listeningOn("127.0.0.1", 0), agent.agent(), null, clock, (error, context) -> {
                            throw new AssertionError(error);
                        })) {
            assertThat(get(endpoints, "/__heartbeat__").statusCode()).isEqualTo(200);
            assertThat(get(endpoints, "/__lbheartbeat__").statusCode()).isEqualTo(200);
            assertThat(get(endpoints, "/__version__").body())
                    .contains(BuildInfo.current().version());
            assertThat(get(endpoints, "/else").statusCode()).isEqualTo(404);
            clock.pass(Duration.ofSeconds(121));
            HttpResponse<String> unhealthy = get(endpoints, "/__heartbeat__");
            assertThat(unhealthy.statusCode()).isEqualTo(502);
            assertThat(unhealthy.body()).isEqualTo("Scheduled changes have not been read for 121 s.");
            assertThat(get(endpoints, "/__lbheartbeat__").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> get(AgentEndpoints endpoints, String path)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + endpoints.port() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
