// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

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
import dev.balrog.client.pin.PinOutcome;
import dev.balrog.client.schedule.ChangeType;
import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.transport.Fields;
import dev.balrog.service.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReleasesTest {
    private static final String RELEASE = " /v2/releases/R";
    private static final String DE_VERSION = "GET" + RELEASE + "/.platforms.linux.locales.de/data_version";
    private static final Instant LATER = Instant.ofEpochMilli(1_991_639_932_000L);
    private static final LocaleSubmission DE = new LocaleSubmission(
            "R", "linux", "de", Fields.object().put("buildID", "1"), "Firefox", 9, "sha512", List.of());

    private final FakeServer server = new FakeServer();
    private final Releases releases =
            new BalrogClient(ClientSettings.of(server.url()).withSleeper(new Pauses()), Tokens.none()).releases();

    private static Answer release(String detailsUrl, int base, String otherLocale) {
        return json("{'blob':{'name':'R','detailsUrl':'" + detailsUrl
                + "','platforms':{'linux':{'locales':{'fr':{'buildID':'" + otherLocale
                + "'}}}}},'data_versions':{'.':" + base
                + ",'platforms':{'linux':{'locales':{'fr':3}}}},'sc_blob':{},'sc_data_versions':{}}");
    }

    private static ObjectNode details(String url) {
        return Fields.object().put("detailsUrl", url);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsReleasesWithTheirScheduledChanges() {
        server.on(
                "GET /v2/releases",
                json("{'releases':[{'name':'R','product':'Firefox','data_version':3,'read_only':false,'rule_info':{},"
                        + "'required_signoffs':{'releng':1},'product_required_signoffs':{'relman':1},"
                        + "'scheduled_changes':[{'sc_id':4,'sc_data_version':2,'change_type':'update','when':1500,"
                        + "'scheduled_by':'bob','complete':false,'name':'R','read_only':false,'data_version':3,"
                        + "'signoffs':{'bob':'releng'}}]},{'name':'S','product':null,'rule_info':{},"
                        + "'scheduled_changes':[]}]}"));
        List<ReleaseInfo> found = releases.list(new ReleaseFilter("Firefox", null));
        assertThat(found).singleElement().satisfies(release -> {
            assertThat(release.productRequiredSignoffs()).isEqualTo(Map.of("relman", 1));
            assertThat(release.scheduledChanges()).singleElement().satisfies(change -> {
                assertThat(change.id()).isEqualTo(4);
                assertThat(change.dataVersion()).isEqualTo(2);
                assertThat(change.type()).isEqualTo(ChangeType.UPDATE);
                assertThat(change.when()).isEqualTo(Instant.ofEpochMilli(1500));
                assertThat(change.isSignedFor(release.requiredSignoffs())).isTrue();
                assertThat(change.isSignedFor(release.productRequiredSignoffs()))
                        .isFalse();
                assertThat(change.object()).hasToString("{\"name\":\"R\",\"read_only\":false,\"data_version\":3}");
            });
        });
        assertThat(releases.list(ReleaseFilter.ALL)).hasSize(2);
        server.on("GET /v2/releases?names_only=1", json("['R','S']"));
        assertThat(releases.names()).containsExactly("R", "S");
    }

    @Test
    void submitsAWholeReleaseWithTheServersDataVersions() {
        server.on("GET" + RELEASE, release("a", 2, "7")).on("PUT" + RELEASE, json("{'.':3}"));
        ReleaseOutcome outcome = releases.submit("R", details("b"), null, null);
        assertThat(outcome.base()).contains(3L);
        assertThat(outcome.isScheduled()).isFalse();
        assertThat(server.last("PUT" + RELEASE).body())
                .hasToString("{\"blob\":{\"detailsUrl\":\"b\"},\"old_data_versions\":{\".\":2,\"platforms\":"
                        + "{\"linux\":{\"locales\":{\"fr\":3}}}}}");
    }

    @Test
    void schedulesASubmission() {
        server.on(
                "PUT" + RELEASE,
                json("{'platforms':{'linux':{'locales':{'de':{'sc_id':18,'change_type':'insert','data_version':1,"
                        + "'signoffs':{},'when':1991639932000}}}}}"));
        ReleaseOutcome outcome = releases.submit("R", details("b"), "Firefox", LATER);
        assertThat(outcome.isScheduled()).isTrue();
        assertThat(outcome.base()).isEmpty();
        assertThat(server.last("PUT" + RELEASE).body())
                .hasToString("{\"blob\":{\"detailsUrl\":\"b\"},\"product\":\"Firefox\",\"when\":1991639932000}");
    }

    @Test
    void doesNotReplaceWhatOthersHaveJustWritten() {
        server.once("GET" + RELEASE, release("a", 2, "7"))
                .on("GET" + RELEASE, release("a", 2, "8"))
                .on("PUT" + RELEASE, outdated());
        assertThatThrownBy(() -> releases.submit("R", details("b"), null, null)).isInstanceOf(ApiException.class);
        assertThat(server.names("PUT")).hasSize(1);
    }

    @Test
    void setsMembersAlthoughOthersSetOtherOnes() {
        server.once("GET" + RELEASE, release("a", 2, "7"))
                .on("GET" + RELEASE, release("a", 3, "8"))
                .once("POST" + RELEASE, outdated())
                .on("POST" + RELEASE, json("{'.':4}"));
        assertThat(releases.update("R", details("b"), null).base()).contains(4L);
        assertThat(server.last("POST" + RELEASE).body())
                .hasToString("{\"blob\":{\"detailsUrl\":\"b\"},\"old_data_versions\":{\".\":3,\"platforms\":"
                        + "{\"linux\":{\"locales\":{\"fr\":3}}}}}");
    }

    @Test
    void doesNotSetMembersThatOthersHaveJustSet() {
        server.once("GET" + RELEASE, release("a", 2, "7"))
                .on("GET" + RELEASE, release("c", 3, "7"))
                .on("POST" + RELEASE, outdated());
        assertThatThrownBy(() -> releases.update("R", details("b"), null)).isInstanceOf(ApiException.class);
    }

    @Test
    void recognisesAnUpdateThatWasMadeWithoutBeingAnswered() {
        server.once("GET" + RELEASE, release("a", 2, "7"))
                .on("GET" + RELEASE, release("b", 3, "7"))
                .on("POST" + RELEASE, hangUp());
        assertThat(releases.update("R", details("b"), null).base()).contains(3L);
    }

    @Test
    void submitsALocaleThatIsNewAndOneThatIsNot() {
        server.on("POST" + RELEASE, json("{'platforms':{'linux':{'locales':{'de':1}}}}"));
        releases.submitLocale(DE);
        assertThat(server.last("POST" + RELEASE).body())
                .hasToString("{\"blob\":{\"platforms\":{\"linux\":{\"locales\":{\"de\":{\"buildID\":\"1\"}}}}},"
                        + "\"old_data_versions\":{\"platforms\":{\"linux\":{\"locales\":{}}}}}");
        server.on(DE_VERSION, json("{'data_version':5}"));
        releases.submitLocale(DE);
        assertThat(server.last("POST" + RELEASE).body().path("old_data_versions"))
                .hasToString("{\"platforms\":{\"linux\":{\"locales\":{\"de\":5}}}}");
    }

    @Test
    void submitsALocaleAgainWhenSomebodyElseDid() {
        server.once(DE_VERSION, problem(404, "no", ""))
                .once(DE_VERSION, json("{'data_version':1}"))
                .on(DE_VERSION, json("{'data_version':2}"))
                .once(
                        "POST" + RELEASE,
                        problem(400, "Unknown error", "Missing data_version for .platforms.linux.locales.de"))
                .once("POST" + RELEASE, outdated())
                .on("POST" + RELEASE, json("{'platforms':{'linux':{'locales':{'de':3}}}}"));
        assertThat(releases.submitLocale(DE).toJson())
                .hasToString("{\"platforms\":{\"linux\":{\"locales\":{\"de\":3}}}}");
    }

    @Test
    void makesTheReleaseForItsFirstLocale() {
        server.on("PUT" + RELEASE, json("{'.':1}"));
        assertThat(releases.submitLocale(DE).base()).contains(1L);
        assertThat(server.last("PUT" + RELEASE).body())
                .hasToString("{\"blob\":{\"name\":\"R\",\"schema_version\":9,\"hashFunction\":\"sha512\","
                        + "\"platforms\":{\"linux\":{\"locales\":{\"de\":{\"buildID\":\"1\"}}}}},"
                        + "\"product\":\"Firefox\"}");
    }

    @Test
    void putsTheLocaleIntoAReleaseThatAnotherClientJustMade() {
        server.once("POST" + RELEASE, problem(404, "no", ""))
                .on("POST" + RELEASE, json("{'platforms':{'linux':{'locales':{'de':1}}}}"))
                .on("PUT" + RELEASE, problem(500, "Internal Server Error", ""))
                .on("GET" + RELEASE, release("a", 1, "7"));
        assertThat(releases.submitLocale(DE).isScheduled()).isFalse();
        assertThat(server.names("POST")).hasSize(2);
    }

    @Test
    void setsReadOnlyAndReports() {
        server.on("GET" + RELEASE + "/data_versions", json("{'data_versions':{'.':2}}"))
                .on(
                        "PUT" + RELEASE + "/read_only",
                        json("{'.':{'sc_id':4,'change_type':'update','data_version':1,'signoffs':{},'when':30000}}"));
        assertThat(releases.setReadOnly("R", false).isScheduled()).isTrue();
        assertThat(server.last("PUT" + RELEASE + "/read_only").body())
                .hasToString("{\"read_only\":false,\"old_data_version\":2}");
        assertThat(releases.dataVersions("R").base()).contains(2L);
    }

    @Test
    void pins() {
        server.once("PUT" + RELEASE + "/pinnable", json("{'.':2}"))
                .once("PUT" + RELEASE + "/pinnable", json("{'.':{'sc_id':1,'when':1991639932000}}"))
                .once("PUT" + RELEASE + "/pinnable", json("{'pin_not_set':true,'reason':'existing_pin_is_newer'}"));
        assertThat(releases.setPinnable("R", "Firefox", "release", "66.", null)).isEqualTo(new PinOutcome.Done(2));
        assertThat(releases.setPinnable("R", "Firefox", "release", "66.", LATER))
                .isEqualTo(new PinOutcome.Scheduled(1, LATER));
        assertThat(server.last("PUT" + RELEASE + "/pinnable").body())
                .hasToString("{\"product\":\"Firefox\",\"channel\":\"release\",\"version\":\"66.\","
                        + "\"when\":1991639932000}");
        assertThat(releases.setPinnable("R", "Firefox", "release", "66.", null))
                .isEqualTo(new PinOutcome.Refused("existing_pin_is_newer"));
    }

    @Test
    void signsAndEnacts() {
        server.on("PUT" + RELEASE + "/signoff", json("null"))
                .on("DELETE" + RELEASE + "/signoff", json("null"))
                .on("POST" + RELEASE + "/enact", Answer.text(200, ""));
        server.on(
                "GET /v2/releases",
                json("{'releases':[{'name':'R','scheduled_changes':[{'sc_id':4,'sc_data_version':1,'digest':'aa'},"
                        + "{'sc_id':7,'sc_data_version':1,'digest':'bb','path':'.platforms.linux.locales.de'}]}]}"));
        List<ScheduledChange> read = releases.list(ReleaseFilter.ALL).getFirst().scheduledChanges();
        releases.signOff("R", read, "releng");
        String digests = "\"digests\":{\"releases_json/4\":\"aa\",\"release_assets/7\":\"bb\"}}";
        assertThat(server.last("PUT" + RELEASE + "/signoff").body()).hasToString("{\"role\":\"releng\"," + digests);
        releases.withdrawSignoff("R");
        releases.enact("R", read);
        assertThat(server.last("POST" + RELEASE + "/enact").body()).hasToString("{" + digests);
        releases.signOff("R", List.of(), "releng");
        assertThat(server.last("PUT" + RELEASE + "/signoff").body()).hasToString("{\"role\":\"releng\"}");
        assertThat(server.names()).hasSize(5);
    }
}
