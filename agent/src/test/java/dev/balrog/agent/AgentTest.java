// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import static dev.balrog.client.fixture.FakeServer.hangUp;
import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.fixture.ManualClock;
import dev.balrog.client.transport.ObjectKind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class AgentTest {
    private final FakeAdmin admin = new FakeAdmin();
    private final ManualClock clock = new ManualClock();
    private final long now = clock.instant().toEpochMilli();
    private final TestAgent agent = new TestAgent(admin, clock);

    @AfterEach
    void stop() {
        agent.close();
        admin.close();
    }

    @Test
    void enactsWhatIsDueOfEachKind() {
        for (ObjectKind kind : ObjectKind.values()) {
            admin.add(kind, 1, now, "").add(kind, 2, now + 1, "");
        }
        assertThat(agent.round()).isEqualTo(new RoundResult(8, 0, 0, 0, 0, 0));
        assertThat(admin.enacted())
                .containsExactly(
                        "rules/1",
                        "releases/1",
                        "permissions/1",
                        "user_roles/1",
                        "emergency_shutoff/1",
                        "required_signoffs/product/1",
                        "required_signoffs/permissions/1",
                        "pinnable_releases/1");
        assertThat(agent.metrics())
                .contains("balrog_agent_pending 8.0", "balrog_agent_due 0.0")
                .containsPattern("balrog_agent_changes_total\\{kind=\"rules\",outcome=\"enacted\"} 1.0")
                .contains("balrog_agent_lag_seconds_count 8");

        clock.pass(Duration.ofMillis(1));
        assertThat(agent.round().enacted()).isEqualTo(8);
        assertThat(agent.round()).isEqualTo(RoundResult.NOTHING);
        assertThat(agent.reports()).isEmpty();
    }

    @Test
    void enactsRulesThatWinFirstAndDeletionsLast() {
        admin.add(ObjectKind.RULE, 1, now - 10, "'priority':null,")
                .add(ObjectKind.RULE, 2, now - 10, "'priority':50,")
                .add(ObjectKind.RULE, 3, now - 10, "'priority':200,")
                .add(ObjectKind.RULE, 4, now - 5, "'priority':1,")
                .add(ObjectKind.RULE, 5, now - 10, "'priority':50,");
        agent.round();
        assertThat(admin.enacted()).containsExactly("rules/4", "rules/3", "rules/2", "rules/5", "rules/1");
    }

    @Test
    void waitsForSignoffs() {
        admin.add(ObjectKind.RULE, 1, now, "'required_signoffs':{'releng':1},'signoffs':{'bob':'relman'},")
                .add(ObjectKind.RULE, 2, now, "'required_signoffs':{'releng':1},'signoffs':{'bob':'releng'},");
        agent.round();
        assertThat(admin.enacted()).containsExactly("rules/2");
        assertThat(admin.server().names("POST")).hasSize(1);
    }

    @Test
    void enactsAReleaseWhenAllOfItsPartsAreDueAndSigned() {
        String due = "{'sc_id':1,'sc_data_version':1,'when':" + now + ",'signoffs':{'bob':'releng'}}";
        String later = "{'sc_id':2,'sc_data_version':1,'when':" + (now + 1000) + ",'signoffs':{'bob':'releng'}}";
        String unsigned = "{'sc_id':3,'sc_data_version':1,'when':" + now + ",'signoffs':{}}";
        String required = "'required_signoffs':{'releng':1},";
        admin.addRelease("ready", required, due)
                .addRelease("partly", required, due + "," + later)
                .addRelease("unsigned", required, due + "," + unsigned)
                .addRelease("nothing", "", "");
        assertThat(agent.round().enacted()).isEqualTo(1);
        assertThat(admin.enacted()).containsExactly("v2/releases/ready");
        clock.pass(Duration.ofSeconds(1));
        agent.round();
        assertThat(admin.enacted()).containsExactly("v2/releases/ready", "v2/releases/partly");
    }

    @Test
    void wantsTheProductsSignoffsBeforeAReleaseCanBeChangedAgain() {
        String unlock = "{'sc_id':1,'sc_data_version':1,'when':" + now + ",'read_only':false,'signoffs':";
        String release = "'read_only':true,'required_signoffs':{},'product_required_signoffs':{'releng':1},";
        admin.addRelease("signed", release, unlock + "{'bob':'releng'}}").addRelease("not", release, unlock + "{}}");
        agent.round();
        assertThat(admin.enacted()).containsExactly("v2/releases/signed");
    }

    @Test
    void letsNoFailureHoldUpOthers() {
        admin.add(ObjectKind.RULE, 1, now, "")
                .add(ObjectKind.RULE, 2, now, "")
                .add(ObjectKind.PIN, 3, now, "")
                .on(FakeAdmin.list(ObjectKind.RELEASE), request -> problem(500, "broken", ""))
                .on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> problem(400, "OutdatedDataError", ""));
        assertThat(agent.round()).isEqualTo(new RoundResult(2, 0, 0, 0, 1, 1));
        assertThat(admin.enacted()).containsExactly("rules/2", "pinnable_releases/3");
        assertThat(agent.reports()).hasSize(2).first().asString().startsWith("{change=rules/1}: POST ");
        assertThat(agent.metrics()).contains("balrog_agent_due 1.0");
    }

    @Test
    void triesAgainLessAndLessOften() {
        AtomicInteger tries = new AtomicInteger();
        admin.add(ObjectKind.RULE, 1, now, "").on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> {
            tries.incrementAndGet();
            return problem(403, "Permission Denied", "");
        });
        agent.round();
        clock.pass(Duration.ofMillis(2400));
        agent.round();
        assertThat(tries).hasValue(1);
        clock.pass(Duration.ofMillis(2600));
        agent.round();
        assertThat(tries).hasValue(2);
        clock.pass(Duration.ofMillis(4900));
        agent.round();
        assertThat(tries).hasValue(2);
        clock.pass(Duration.ofMillis(5100));
        agent.round();
        assertThat(tries).hasValue(3);
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofMinutes(10));
            agent.round();
        }
        assertThat(tries).hasValue(23);
    }

    @Test
    void triesAtOnceWhatWasEditedMeanwhile() {
        admin.add(ObjectKind.RULE, 1, now, "")
                .on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> problem(400, "UpdateMergeError", ""));
        assertThat(agent.round().failed()).isEqualTo(1);
        admin.makeElsewhere(ObjectKind.RULE, 1);
        admin.on(
                FakeAdmin.list(ObjectKind.RULE),
                request -> json("{'scheduled_changes':[{'sc_id':1,'sc_data_version':2,'when':" + now + "}]}"));
        assertThat(agent.round().failed()).isEqualTo(1);
    }

    @Test
    void takesWhatAnotherAgentMadeAsDone() {
        admin.add(ObjectKind.RULE, 1, now, "")
                .on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> {
                    admin.makeElsewhere(ObjectKind.RULE, 1);
                    return problem(400, "Unknown error", "already enacted");
                })
                .addRelease("R", "", "{'sc_id':1,'sc_data_version':1,'when':" + now + "}")
                .on("POST /v2/releases/R/enact", request -> problem(404, "Release has no scheduled changes", ""))
                .on("GET /v2/releases/R", request -> json("{'blob':{'a':1},'sc_blob':{},'sc_data_versions':{}}"));
        assertThat(agent.round()).isEqualTo(new RoundResult(0, 2, 0, 0, 0, 0));
        assertThat(agent.reports()).isEmpty();
    }

    @Test
    void findsOutWhetherAnEnactmentWasMadeWithoutBeingAnswered() {
        admin.add(ObjectKind.RULE, 1, now, "")
                .add(ObjectKind.RULE, 2, now, "")
                .on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> {
                    admin.makeElsewhere(ObjectKind.RULE, 1);
                    return hangUp().answer(request);
                })
                .on(FakeAdmin.enactment(ObjectKind.RULE, 2), hangUp());
        assertThat(agent.round()).isEqualTo(new RoundResult(0, 1, 0, 0, 1, 0));
        assertThat(admin.server().names("POST")).hasSize(2);
    }

    @Test
    void doesNotReportMissingSignoffsAsAFailure() {
        admin.add(ObjectKind.RULE, 1, now, "")
                .on(
                        FakeAdmin.enactment(ObjectKind.RULE, 1),
                        request -> problem(400, "Signoff Required", "No Signoffs given"));
        assertThat(agent.round()).isEqualTo(new RoundResult(0, 0, 1, 0, 0, 0));
        assertThat(agent.reports()).isEmpty();
    }

    @Test
    void enactsAChangeAsSoonAsTheRequestForChangesIsGone() {
        admin.add(ObjectKind.RULE, 1, now, "'enactment_obstacle':'eve requests changes.',")
                .on(
                        FakeAdmin.enactment(ObjectKind.RULE, 1),
                        request -> problem(400, "Changes requested", "eve requests changes."));
        assertThat(agent.round()).isEqualTo(new RoundResult(0, 0, 1, 0, 0, 0));
        assertThat(agent.round()).as("during the pause").isEqualTo(RoundResult.NOTHING);
        assertThat(agent.reports()).as("it is held up on purpose").isEmpty();

        admin.add(ObjectKind.RULE, 1, now, "");
        assertThat(agent.round()).isEqualTo(new RoundResult(1, 0, 0, 0, 0, 0));
    }

    @Test
    void enactsExactlyWhatItRead() {
        String part = "'sc_data_version':1,'when':" + now + ",'signoffs':{}";
        admin.add(ObjectKind.RULE, 1, now, "'digest':'aa',")
                .add(ObjectKind.PIN, 2, now, "")
                .addRelease(
                        "R",
                        "",
                        "{'sc_id':3,'digest':'bb'," + part + "},{'sc_id':4,'digest':'cc','path':'.p'," + part + "}");
        agent.round();
        assertThat(admin.server().last(FakeAdmin.enactment(ObjectKind.RULE, 1)).body())
                .hasToString("{\"sc_data_version\":1,\"digest\":\"aa\"}");
        assertThat(admin.server().last(FakeAdmin.enactment(ObjectKind.PIN, 2)).body())
                .as("of a server that knows no digests")
                .hasToString("{\"sc_data_version\":1}");
        assertThat(admin.server().last("POST /v2/releases/R/enact").body())
                .hasToString("{\"digests\":{\"releases_json/3\":\"bb\",\"release_assets/4\":\"cc\"}}");
    }

    @Test
    void readsAgainWhatWasEditedBetweenReadingAndEnacting() {
        AtomicInteger tries = new AtomicInteger();
        admin.add(ObjectKind.RULE, 1, now, "'digest':'aa',").on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> {
            tries.incrementAndGet();
            return json(409, "{'status':409,'detail':'Outdated signoff','sc_data_version':1,'digest':'bb'}");
        });
        assertThat(agent.round()).isEqualTo(new RoundResult(0, 0, 0, 1, 0, 0));
        assertThat(agent.round().isClean()).isTrue();
        assertThat(tries).as("no pause after what is no failure").hasValue(2);
        assertThat(agent.reports()).isEmpty();
        assertThat(agent.metrics())
                .containsPattern("balrog_agent_changes_total\\{kind=\"rules\",outcome=\"outdated\"} 2.0")
                .containsPattern("balrog_agent_changes_total\\{kind=\"rules\",outcome=\"failed\"} 0.0");

        admin.makeElsewhere(ObjectKind.RULE, 1);
        admin.on(
                FakeAdmin.list(ObjectKind.RULE),
                request -> json("{'scheduled_changes':[{'sc_id':1,'sc_data_version':1,'digest':'bb','when':" + now
                        + ",'required_signoffs':{'releng':1},'signoffs':{},'ineffective_signoffs':"
                        + "[{'username':'bob','role':'releng','reason':'stale'}]}]}"));
        assertThat(agent.round()).as("signoffs of what was before do not count").isEqualTo(RoundResult.NOTHING);
        assertThat(tries).hasValue(2);
        assertThat(agent.metrics()).contains("balrog_agent_unsigned_late 1.0");
    }

    @Test
    void takesAConflictWithAnotherAgentAsDone() {
        admin.add(ObjectKind.RULE, 1, now, "'digest':'aa',").on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> {
            admin.makeElsewhere(ObjectKind.RULE, 1);
            return json(409, "{'status':409,'detail':'Outdated signoff','sc_data_version':2,'digest':null}");
        });
        assertThat(agent.round()).isEqualTo(new RoundResult(0, 1, 0, 0, 0, 0));
    }

    @Test
    void doesNotReportAServersClockThatIsBehind() {
        admin.add(ObjectKind.RULE, 1, now, "")
                .on(FakeAdmin.enactment(ObjectKind.RULE, 1), request -> problem(400, "Not due", "due in 2 s"));
        assertThat(agent.round()).isEqualTo(new RoundResult(0, 0, 1, 0, 0, 0));
        assertThat(agent.reports()).isEmpty();
        assertThat(agent.metrics())
                .containsPattern("balrog_agent_changes_total\\{kind=\"rules\",outcome=\"not_due\"} 1.0");
    }

    @Test
    void neverMeetsUptakeConditionsWithoutASource() {
        admin.add(ObjectKind.RULE, 1, now, uptake("beta", 40));
        assertThat(agent.round()).isEqualTo(RoundResult.NOTHING);
    }

    @Test
    void enactsWhenTheUptakeIsHighEnough() {
        AtomicInteger asked = new AtomicInteger();
        UptakeSource source = (product, channel) -> {
            asked.incrementAndGet();
            return switch (channel) {
                case "beta" -> OptionalDouble.of(40.7);
                case "unknown" -> OptionalDouble.empty();
                default -> throw new UptakeException("no idea");
            };
        };
        admin.add(ObjectKind.RULE, 1, now + 99_999, uptake("beta", 40))
                .add(ObjectKind.RULE, 2, now - 99_999, uptake("beta", 41))
                .add(ObjectKind.RULE, 3, now, uptake("unknown", 1))
                .add(ObjectKind.RULE, 4, now, uptake("broken", 1));
        try (TestAgent asking = new TestAgent(admin, clock, Duration.ofSeconds(30), Optional.of(source))) {
            assertThat(asking.round().enacted()).isEqualTo(1);
            assertThat(admin.enacted()).containsExactly("rules/1");
            assertThat(admin.server()
                            .last(FakeAdmin.enactment(ObjectKind.RULE, 1))
                            .body())
                    .hasToString("{\"sc_data_version\":1,\"uptake\":40}");
            assertThat(asked).hasValue(3);
            assertThat(asking.reports())
                    .singleElement()
                    .asString()
                    .contains("broken")
                    .endsWith(": no idea");
        }
    }

    private static String uptake(String channel, int number) {
        return "'telemetry_product':'Firefox','telemetry_channel':'" + channel + "','telemetry_uptake':" + number + ",";
    }

    @Test
    void isUnhealthyWhenItHasNotSeenAllChangesForLong() {
        agent.round();
        clock.pass(Duration.ofMinutes(2));
        assertThat(agent.agent().isHealthy()).isTrue();
        admin.on(FakeAdmin.list(ObjectKind.PIN), request -> problem(500, "broken", ""));
        agent.round();
        clock.pass(Duration.ofMillis(1));
        assertThat(agent.agent().isHealthy()).isFalse();
        admin.on(FakeAdmin.list(ObjectKind.PIN), request -> json("{'scheduled_changes':[]}"));
        agent.round();
        assertThat(agent.agent().isHealthy()).isTrue();
    }
}
