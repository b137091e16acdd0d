// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

import static dev.balrog.client.fixture.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.Tokens;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.error.OutdatedChangeException;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.client.fixture.Pauses;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.permission.RequiredSignoff;
import dev.balrog.client.permission.User;
import dev.balrog.client.shutoff.Shutoff;
import dev.balrog.client.shutoff.Shutoffs;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.ObjectKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduledChangesTest {
    private static final String CHANGES = "{'count':1,'scheduled_changes':[{'sc_id':4,'sc_data_version':2,"
            + "'change_type':'delete','when':1500,'telemetry_uptake':40,'telemetry_product':'Firefox',"
            + "'telemetry_channel':'beta','scheduled_by':'bob','complete':false,'rule_id':7,'priority':null,"
            + "'data_version':3,'signoffs':{'bob':'releng','ann':'relman'},'required_signoffs':{'releng':1}}]}";

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private final FakeServer server = new FakeServer();
    private final BalrogClient client =
            new BalrogClient(ClientSettings.of(server.url()).withSleeper(new Pauses()), Tokens.none());
    private final ScheduledChanges changes = client.scheduledChanges();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsChangesOfEachKind(ObjectKind kind) {
        server.on("GET /scheduled_changes/" + kind.path(), json(CHANGES));
        assertThat(changes.open(kind)).singleElement().satisfies(change -> {
            assertThat(change.id()).isEqualTo(4);
            assertThat(change.dataVersion()).isEqualTo(2);
            assertThat(change.type()).isEqualTo(ChangeType.DELETE);
            assertThat(change.when()).isEqualTo(Instant.ofEpochMilli(1500));
            assertThat(change.uptake()).isEqualTo(new UptakeCondition("Firefox", "beta", 40));
            assertThat(change.scheduledBy()).isEqualTo("bob");
            assertThat(change.complete()).isFalse();
            assertThat(change.signoffs()).isEqualTo(Map.of("bob", "releng", "ann", "relman"));
            assertThat(change.isSignedFor(change.requiredSignoffs())).isTrue();
            assertThat(change.isSignedFor(Map.of("releng", 2))).isFalse();
            assertThat(change.object()).hasToString("{\"rule_id\":7,\"priority\":null,\"data_version\":3}");
        });
        assertThat(changes.findOpen(kind, 4)).isPresent();
        assertThat(changes.findOpen(kind, 5)).isEmpty();
    }

    @Test
    void readsCompleteOnesToo() {
        server.on("GET /scheduled_changes/rules?all=1", json(CHANGES));
        assertThat(changes.all(ObjectKind.RULE)).hasSize(1);
    }

    @Test
    void schedulesAndEdits() {
        server.on("POST /scheduled_changes/rules", json("{'sc_id':9,'signoffs':{'bob':'releng'}}"))
                .on("POST /scheduled_changes/rules/9", json("{'new_data_version':2,'signoffs':{}}"));
        ScheduleRequest request = new ScheduleRequest(
                ChangeType.UPDATE,
                Instant.ofEpochMilli(7000),
                new UptakeCondition("Firefox", "beta", 40),
                Fields.object().put("rule_id", 7).put("data_version", 3).put("mapping", "B"));
        assertThat(changes.schedule(ObjectKind.RULE, request)).isEqualTo(new Scheduled(9, Map.of("bob", "releng")));
        assertThat(server.last("POST /scheduled_changes/rules").body())
                .hasToString("{\"rule_id\":7,\"data_version\":3,\"mapping\":\"B\",\"change_type\":\"update\","
                        + "\"when\":7000,\"telemetry_product\":\"Firefox\",\"telemetry_channel\":\"beta\","
                        + "\"telemetry_uptake\":40}");
        Scheduled edited = changes.edit(
                ObjectKind.RULE,
                9,
                1,
                Instant.ofEpochMilli(8000),
                Fields.object().put("data_version", 3).put("mapping", "C"));
        assertThat(edited.signoffs()).isEmpty();
        assertThat(server.last("POST /scheduled_changes/rules/9").body())
                .hasToString("{\"data_version\":3,\"mapping\":\"C\",\"sc_data_version\":1,\"when\":8000}");
    }

    @Test
    void deletesAtTheCurrentDataVersion() {
        server.on("GET /scheduled_changes/emergency_shutoff", json(CHANGES))
                .on("DELETE /scheduled_changes/emergency_shutoff/4?data_version=2", json("{}"));
        changes.delete(ObjectKind.SHUTOFF, 4);
        assertThat(server.names("DELETE")).hasSize(1);
        assertThatThrownBy(() -> changes.delete(ObjectKind.SHUTOFF, 5))
                .hasMessageContaining("there is no scheduled change 5");
    }

    @Test
    void readsDigestsAndSignoffsThatDoNotCount() {
        server.on(
                "GET /scheduled_changes/rules",
                json("{'scheduled_changes':[{'sc_id':4,'sc_data_version':2,'change_type':'update','rule_id':7,"
                        + "'digest':'" + DIGEST + "','signoffs':{'bob':'releng'},'unbound_signoffs':['bob'],"
                        + "'ineffective_signoffs':[{'username':'ann','role':'relman','reason':'stale'},"
                        + "{'username':'dan','role':'releng','reason':'role_revoked'},"
                        + "{'username':'eve','role':'releng','reason':'moon_phase'}]}]}"));
        assertThat(changes.open(ObjectKind.RULE)).singleElement().satisfies(change -> {
            assertThat(change.version()).isEqualTo(new ChangeVersion(2, DIGEST));
            assertThat(change.unboundSignoffs()).containsExactly("bob");
            assertThat(change.ineffectiveSignoffs())
                    .containsExactly(
                            new IneffectiveSignoff("ann", "relman", IneffectiveSignoff.Reason.STALE),
                            new IneffectiveSignoff("dan", "releng", IneffectiveSignoff.Reason.ROLE_REVOKED),
                            new IneffectiveSignoff("eve", "releng", IneffectiveSignoff.Reason.OTHER));
            assertThat(change.isSignedFor(Map.of("relman", 1))).isFalse();
            assertThat(change.object()).hasToString("{\"rule_id\":7}");
        });
    }

    @Test
    void readsChangesOfServersThatKnowNoDigests() {
        server.on("GET /scheduled_changes/rules", json(CHANGES));
        assertThat(changes.open(ObjectKind.RULE)).singleElement().satisfies(change -> {
            assertThat(change.version()).isEqualTo(new ChangeVersion(2, null));
            assertThat(change.ineffectiveSignoffs()).isEmpty();
            assertThat(change.unboundSignoffs()).isEmpty();
        });
    }

    @Test
    void signsAndEnactsWhatWasRead() {
        String change = " /scheduled_changes/required_signoffs/product/4";
        server.on("POST" + change + "/signoffs", json("{}"))
                .on("DELETE" + change + "/signoffs", json("{}"))
                .on("DELETE" + change + "/signoffs?username=bob%40b.org", json("{}"))
                .on("POST" + change + "/enact", json("{}"));
        ChangeVersion read = new ChangeVersion(2, DIGEST);
        changes.signOff(ObjectKind.PRODUCT_SIGNOFF, 4, read, "releng");
        assertThat(server.last("POST" + change + "/signoffs").body())
                .hasToString("{\"role\":\"releng\",\"sc_data_version\":2,\"digest\":\"" + DIGEST + "\"}");
        changes.signOff(ObjectKind.PRODUCT_SIGNOFF, 4, new ChangeVersion(2, null), "releng");
        assertThat(server.last("POST" + change + "/signoffs").body())
                .hasToString("{\"role\":\"releng\",\"sc_data_version\":2}");
        changes.withdrawSignoff(ObjectKind.PRODUCT_SIGNOFF, 4, null);
        changes.withdrawSignoff(ObjectKind.PRODUCT_SIGNOFF, 4, "bob@b.org");
        changes.enact(ObjectKind.PRODUCT_SIGNOFF, 4, read);
        assertThat(server.last("POST" + change + "/enact").body())
                .hasToString("{\"sc_data_version\":2,\"digest\":\"" + DIGEST + "\"}");
        changes.enact(ObjectKind.PRODUCT_SIGNOFF, 4, read, 41);
        assertThat(server.last("POST" + change + "/enact").body())
                .hasToString("{\"sc_data_version\":2,\"digest\":\"" + DIGEST + "\",\"uptake\":41}");
        assertThat(server.names()).hasSize(6);
    }

    @Test
    void saysWhatIsCurrentWhenAChangeWasEditedSinceItWasRead() {
        String current = "f".repeat(64);
        server.on(
                        "POST /scheduled_changes/rules/4/signoffs",
                        json(
                                409,
                                "{'status':409,'title':'Conflict','detail':'Outdated signoff','exception':'edited',"
                                        + "'sc_data_version':3,'digest':'" + current + "'}"))
                .on(
                        "POST /scheduled_changes/rules/4/enact",
                        json(
                                409,
                                "{'status':409,'title':'Conflict','detail':'Outdated signoff',"
                                        + "'sc_data_version':3,'digest':null}"))
                .on("POST /scheduled_changes/rules/5/enact", json(409, "{'status':409,'title':'Conflict'}"));
        ChangeVersion read = new ChangeVersion(2, DIGEST);
        assertThatThrownBy(() -> changes.signOff(ObjectKind.RULE, 4, read, "releng"))
                .isInstanceOfSatisfying(OutdatedChangeException.class, outdated -> {
                    assertThat(outdated.currentDataVersion()).isEqualTo(3);
                    assertThat(outdated.currentDigest()).isEqualTo(current);
                    assertThat(outdated.status()).isEqualTo(409);
                    assertThat(outdated.detail()).isEqualTo("Outdated signoff");
                });
        assertThatThrownBy(() -> changes.enact(ObjectKind.RULE, 4, read))
                .isInstanceOfSatisfying(
                        OutdatedChangeException.class,
                        outdated -> assertThat(outdated.currentDigest()).isNull());
        assertThatThrownBy(() -> changes.enact(ObjectKind.RULE, 5, read)).isExactlyInstanceOf(ApiException.class);
        assertThat(server.names()).as("no call is repeated").hasSize(3);
    }

    @Test
    void findsAnEarlierStateOfAChange() {
        server.on(
                "GET /scheduled_changes/rules/4/revisions?limit=100",
                json("{'count':2,'revisions':[{'sc_id':4,'sc_data_version':2,'mapping':'B','change_id':9,"
                        + "'changed_by':'bob','timestamp':5},{'sc_id':4,'sc_data_version':1,'mapping':'A'}]}"));
        assertThat(changes.findRevision(ObjectKind.RULE, 4, 2))
                .hasValueSatisfying(change -> assertThat(change.object()).hasToString("{\"mapping\":\"B\"}"));
        assertThat(changes.findRevision(ObjectKind.RULE, 4, 3)).isEmpty();
        assertThat(changes.findRevision(ObjectKind.PIN, 4, 1))
                .as("a kind without a history")
                .isEmpty();
    }

    @Test
    void handlesShutoffs() {
        server.on(
                        "GET /emergency_shutoff",
                        json("{'count':1,'shutoffs':[{'product':'Firefox','channel':'beta','comment':null,"
                                + "'data_version':3}]}"))
                .on(
                        "GET /emergency_shutoff/Firefox/beta",
                        json("{'product':'Firefox','channel':'beta','comment':'fire','data_version':3}"))
                .on("POST /emergency_shutoff", json(201, "{}"))
                .on("DELETE /emergency_shutoff/Firefox/beta?data_version=3", json("{}"))
                .on("POST /scheduled_changes/emergency_shutoff", json("{'sc_id':4,'signoffs':{}}"));
        Shutoffs shutoffs = client.shutoffs();
        assertThat(shutoffs.list()).containsExactly(new Shutoff("Firefox", "beta", null, 3));
        shutoffs.create("Firefox", "nightly", "fire");
        assertThat(server.last("POST /emergency_shutoff").body())
                .hasToString("{\"product\":\"Firefox\",\"channel\":\"nightly\",\"comment\":\"fire\"}");
        shutoffs.delete("Firefox", "beta");
        assertThat(shutoffs.scheduleDeletion("Firefox", "beta", Instant.ofEpochMilli(9))
                        .id())
                .isEqualTo(4);
        assertThat(server.last("POST /scheduled_changes/emergency_shutoff").body())
                .hasToString("{\"product\":\"Firefox\",\"channel\":\"beta\",\"data_version\":3,"
                        + "\"change_type\":\"delete\",\"when\":9}");
    }

    @Test
    void readsUsersSignoffsAndPins() {
        server.on(
                        "GET /users",
                        json("{'bob':{'permissions':{'rule':{'data_version':2,'options':{'products':['a']}},"
                                + "'admin':{'data_version':1,'options':null}},"
                                + "'roles':[{'role':'releng','data_version':5}]},'ann':{'roles':[]}}"))
                .on("GET /users/bob", json("{'username':'bob','permissions':{},'roles':{'qa':{'data_version':6}}}"))
                .on(
                        "GET /required_signoffs/product",
                        json("{'required_signoffs':[{'product':'a','channel':'b','role':'releng',"
                                + "'signoffs_required':2,'data_version':1}]}"))
                .on("GET /required_signoffs/permissions", json("{'required_signoffs':[]}"))
                .on("GET /v2/pins/Firefox/release/66.", json("{'mapping':'R','data_version':2}"));
        List<User> users = client.users().list();
        assertThat(users).extracting(User::name).containsExactly("ann", "bob");
        assertThat(users.getLast().roles()).isEqualTo(Map.of("releng", 5L));
        assertThat(users.getLast().permissions().get("rule"))
                .hasToString("Permission[options={\"products\":[\"a\"]}, dataVersion=2]");
        assertThat(users.getLast().permissions().get("admin")).hasToString("Permission[options={}, dataVersion=1]");
        assertThat(client.users().get("bob").roles()).isEqualTo(Map.of("qa", 6L));
        assertThat(client.requiredSignoffs().products()).containsExactly(new RequiredSignoff("a", "b", "releng", 2, 1));
        assertThat(client.requiredSignoffs().permissions()).isEmpty();
        assertThat(client.pins().get("Firefox", "release", "66.").mapping()).isEqualTo("R");
    }
}
