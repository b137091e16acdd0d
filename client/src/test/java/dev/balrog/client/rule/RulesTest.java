// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.rule;

import static dev.balrog.client.fixture.FakeServer.hangUp;
import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.outdated;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.Tokens;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.client.fixture.Pauses;
import dev.balrog.client.http.ClientSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final String GET = "GET /rules/3";
    private static final String POST = "POST /rules/3";
    private static final RuleFields CHANGE = RuleFields.NONE.with(RuleField.MAPPING, "B");

    private final FakeServer server = new FakeServer();
    private final Rules rules =
            new BalrogClient(ClientSettings.of(server.url()).withSleeper(new Pauses()), Tokens.none()).rules();

    private static String rule(String mapping, long rate, int version) {
        return "{'rule_id':3,'alias':'nightly','priority':90,'mapping':'" + mapping + "','backgroundRate':" + rate
                + ",'update_type':'minor','product':'Firefox','buildID':'<2026','mig64':true,'data_version':" + version
                + "}";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsRules() {
        server.on("GET /rules?product=Firefox", json("{'count':1,'rules':[" + rule("A", 50, 4) + "]}"));
        assertThat(rules.list("Firefox")).singleElement().satisfies(rule -> {
            assertThat(rule.id()).isEqualTo(3);
            RuleFields expected = RuleFields.NONE;
            for (RuleField field : RuleField.values()) {
                expected = expected.with(field, null);
            }
            assertThat(rule.fields())
                    .isEqualTo(expected.with(RuleField.ALIAS, "nightly")
                            .with(RuleField.PRIORITY, 90)
                            .with(RuleField.MAPPING, "A")
                            .with(RuleField.BACKGROUND_RATE, 50)
                            .with(RuleField.UPDATE_TYPE, "minor")
                            .with(RuleField.PRODUCT, "Firefox")
                            .with(RuleField.BUILD_ID, "<2026")
                            .with(RuleField.MIG64, "true"));
            assertThat(rule.fields().get(RuleField.PRIORITY)).isEqualTo("90");
            assertThat(rule.fields().get(RuleField.MIG64)).isEqualTo("true");
            assertThat(rule.fields().get(RuleField.FALLBACK_MAPPING)).isNull();
            assertThat(rule.dataVersion()).isEqualTo(4);
        });
    }

    @Test
    void makesARule() {
        server.on("POST /rules", json("17"));
        RuleFields fields = RuleFields.NONE
                .with(RuleField.PRIORITY, 5)
                .with(RuleField.UPDATE_TYPE, "minor")
                .with(RuleField.MIG64, "true")
                .with(RuleField.LOCALE, "");
        assertThat(rules.create(fields)).isEqualTo(17);
        assertThat(server.last("POST /rules").body())
                .hasToString("{\"priority\":5,\"update_type\":\"minor\",\"locale\":null,\"mig64\":true}");
    }

    @Test
    void refusesValuesThatMakeNoSense() {
        assertThatThrownBy(() -> CHANGE.with(RuleField.PRIORITY, "high"))
                .hasMessage("priority must be an integer, not 'high'");
        assertThatThrownBy(() -> CHANGE.with(RuleField.JAWS, "1"))
                .hasMessage("jaws must be true, false or empty, not '1'");
    }

    @Test
    void updatesAtTheCurrentDataVersion() {
        server.on(GET, json(rule("A", 50, 4))).on(POST, json("{'new_data_version':5}"));
        assertThat(rules.update("3", CHANGE)).isEqualTo(5);
        assertThat(server.last(POST).body()).hasToString("{\"mapping\":\"B\",\"data_version\":4}");
    }

    @Test
    void updatesAgainWhenOthersChangedOtherFields() {
        server.once(GET, json(rule("A", 50, 4)))
                .on(GET, json(rule("A", 100, 5)))
                .once(POST, outdated())
                .on(POST, json("{'new_data_version':6}"));
        assertThat(rules.update("3", CHANGE)).isEqualTo(6);
        assertThat(server.last(POST).body().path("data_version").asLong()).isEqualTo(5);
    }

    @Test
    void leavesTheFieldToOthersWhoChangedItMeanwhile() {
        server.once(GET, json(rule("A", 50, 4))).on(GET, json(rule("C", 50, 5))).on(POST, outdated());
        assertThatThrownBy(() -> rules.update("3", CHANGE))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.isOutdated()).isTrue());
        assertThat(server.names("POST")).hasSize(1);
    }

    @Test
    void recognisesAnUpdateThatWasMadeWithoutBeingAnswered() {
        server.once(GET, json(rule("A", 50, 4))).on(GET, json(rule("B", 50, 5))).on(POST, hangUp());
        assertThat(rules.update("3", CHANGE)).isEqualTo(5);
        assertThat(server.names("POST")).hasSize(1);
    }

    @Test
    void updatesWhatTheCallerSawOnly() {
        server.on(POST, outdated());
        assertThatThrownBy(() -> rules.update("3", CHANGE, 2)).isInstanceOf(ApiException.class);
        assertThat(server.names()).containsExactly(POST);
    }

    @Test
    void deletes() {
        server.on(GET, json(rule("A", 50, 4))).on("DELETE /rules/3?data_version=4", json("{}"));
        rules.delete("3");
        assertThat(server.names()).containsExactly(GET, "DELETE /rules/3?data_version=4");
    }

    @Test
    void countsWhatIsGoneAsDeletedOnlyAfterItWasThere() {
        server.once(GET, json(rule("A", 50, 4)))
                .once("DELETE /rules/3?data_version=4", hangUp())
                .on("DELETE /rules/3?data_version=4", problem(404, "gone", ""));
        rules.delete("3");
        assertThatThrownBy(() -> rules.delete("3"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.isNotFound()).isTrue());
    }

    @Test
    void doesNotDeleteWhatHasChangedMeanwhile() {
        server.once(GET, json(rule("A", 50, 4)))
                .on(GET, json(rule("B", 50, 5)))
                .on("DELETE /rules/3?data_version=4", outdated());
        assertThatThrownBy(() -> rules.delete("3")).isInstanceOf(ApiException.class);
        assertThat(server.names("DELETE")).hasSize(1);
    }

    @Test
    void readsHistory() {
        server.on(
                "GET /rules/3/revisions?page=1&limit=10",
                json("{'count':1,'rules':[{'change_id':9,'changed_by':'bob','timestamp':1500,'rule_id':3,"
                        + "'mapping':'A','data_version':2}]}"));
        assertThat(rules.revisions(3, 1, 10)).singleElement().satisfies(revision -> {
            assertThat(revision.changeId()).isEqualTo(9);
            assertThat(revision.changedBy()).isEqualTo("bob");
            assertThat(revision.time().toEpochMilli()).isEqualTo(1500);
            assertThat(revision.rule().fields().get(RuleField.MAPPING)).isEqualTo("A");
        });
        server.on("POST /rules/3/revisions", json("{}"));
        rules.revert(3, 9);
        assertThat(server.last("POST /rules/3/revisions").body()).hasToString("{\"change_id\":9}");
    }
}
