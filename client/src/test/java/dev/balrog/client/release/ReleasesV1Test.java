// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import static dev.balrog.client.fixture.FakeServer.hangUp;
import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.outdated;
import static dev.balrog.client.fixture.FakeServer.problem;
import static dev.balrog.client.fixture.FakeServer.versioned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.Tokens;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.client.fixture.Pauses;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.transport.Fields;
import dev.balrog.service.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
class ReleasesV1Test {
    private static final String RELEASE = " /releases/R";

    private final FakeServer server = new FakeServer();
    private final Pauses pauses = new Pauses();
    private final ReleasesV1 releases =
            new BalrogClient(ClientSettings.of(server.url()).withSleeper(pauses), Tokens.none()).releasesV1();

    private static ObjectNode blob(String buildId) {
        return Fields.object().put("buildID", buildId);
    }

    private static LocaleSubmission build(String locale) {
        return new LocaleSubmission("R", "linux", locale, blob("1"), "Firefox", 9, "sha512", List.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsReleases() {
        server.on("GET /releases?product=Firefox&name_prefix=R&names_only=1", json("{'names':['R','R2']}"))
                .on(
                        "GET /releases",
                        json("{'releases':[{'name':'R','product':'Firefox','data_version':3,'read_only':true,"
                                + "'rule_info':{'7':{'product':'Firefox','channel':null}},"
                                + "'required_signoffs':{'releng':2}}]}"));
        assertThat(releases.names(new ReleaseFilter("Firefox", "R"))).containsExactly("R", "R2");
        assertThat(releases.list(ReleaseFilter.ALL))
                .containsExactly(new ReleaseInfo(
                        "R",
                        "Firefox",
                        3L,
                        true,
                        Map.of(7L, new ReleaseInfo.RuleTarget("Firefox", null)),
                        Map.of("releng", 2),
                        Map.of(),
                        List.of()));
    }

    @Test
    void readsAReleaseAndALocale() {
        server.on("GET" + RELEASE, versioned(4, "{'name':'R'}"))
                .on("GET" + RELEASE + "/builds/linux/de", versioned(4, "{'buildID':'1'}"));
        assertThat(releases.get("R").dataVersion()).isEqualTo(4);
        assertThat(releases.locale("R", "linux", "de").content()).isEqualTo(blob("1"));
        assertThatThrownBy(() -> releases.get("none")).isInstanceOf(ApiException.class);
    }

    @Test
    void makesAReleaseAndReplacesOne() {
        server.on("PUT" + RELEASE, Answer.text(201, ""));
        assertThat(releases.submit("R", "Firefox", blob("1"))).isEqualTo(1);
        assertThat(server.last("PUT" + RELEASE).body())
                .hasToString("{\"name\":\"R\",\"product\":\"Firefox\",\"blob\":\"{\\\"buildID\\\":\\\"1\\\"}\"}");

        server.on("GET" + RELEASE, versioned(4, "{'buildID':'1'}")).on("PUT" + RELEASE, json("{'new_data_version':5}"));
        assertThat(releases.submit("R", "Firefox", blob("2"))).isEqualTo(5);
        assertThat(server.last("PUT" + RELEASE).body().path("data_version").asLong())
                .isEqualTo(4);
    }

    @Test
    void doesNotReplaceWhatOthersHaveJustWritten() {
        server.once("GET" + RELEASE, versioned(4, "{'buildID':'1'}"))
                .on("GET" + RELEASE, versioned(5, "{'buildID':'3'}"))
                .on("PUT" + RELEASE, outdated());
        assertThatThrownBy(() -> releases.submit("R", "Firefox", blob("2"))).isInstanceOf(ApiException.class);
        assertThat(server.names("PUT")).hasSize(1);
    }

    @Test
    void setsMembersOfARelease() {
        server.on("HEAD" + RELEASE, versioned(4, "")).on("POST" + RELEASE, json("{'new_data_version':5}"));
        assertThat(releases.update("R", "Firefox", blob("2"), 9, "sha512")).isEqualTo(5);
        assertThat(server.last("POST" + RELEASE).body())
                .hasToString("{\"product\":\"Firefox\",\"data\":\"{\\\"buildID\\\":\\\"2\\\"}\",\"schema_version\":9,"
                        + "\"hashFunction\":\"sha512\",\"name\":\"R\",\"data_version\":4}");
    }

    @Test
    void submitsTheFirstLocaleOfAReleaseThatIsNotThere() {
        server.on("PUT" + RELEASE + "/builds/linux/de", json(201, "{'new_data_version':2}"));
        LocaleSubmission build =
                new LocaleSubmission("R", "linux", "de", blob("1"), "Firefox", 9, "sha512", List.of("linux2"));
        assertThat(releases.submitLocale(build)).isEqualTo(2);
        assertThat(server.last("PUT" + RELEASE + "/builds/linux/de").body())
                .hasToString("{\"product\":\"Firefox\",\"data\":\"{\\\"buildID\\\":\\\"1\\\"}\",\"schema_version\":9,"
                        + "\"hashFunction\":\"sha512\",\"alias\":\"[\\\"linux2\\\"]\"}");
    }

    @Test
    void submitsLocalesFromManyClientsAtOnce() throws Exception {
        AtomicLong version = new AtomicLong(1);
        AtomicInteger conflicts = new AtomicInteger();
        Map<String, Long> stored = new ConcurrentHashMap<>();
        List<String> locales = List.of("ar", "be", "cs", "de", "el", "fr", "gl", "hu", "is", "ja", "ko", "lt");
        server.on("HEAD" + RELEASE, request -> versioned(version.get(), ""));
        for (String locale : locales) {
            server.on("PUT" + RELEASE + "/builds/linux/" + locale, request -> {
                long sent = request.body().path("data_version").asLong();
                if (!version.compareAndSet(sent, sent + 1)) {
                    conflicts.incrementAndGet();
                    return outdated();
                }
                stored.merge(locale, 1L, Long::sum);
                return json(201, "{'new_data_version':" + (sent + 1) + "}");
            });
        }
        List<Callable<Long>> submissions = new ArrayList<>();
        locales.forEach(locale -> submissions.add(() -> releases.submitLocale(build(locale))));
        try (ExecutorService clients = Executors.newFixedThreadPool(locales.size())) {
            for (Future<Long> submission : clients.invokeAll(submissions)) {
                assertThat(submission.get()).isGreaterThan(1);
            }
        }
        assertThat(stored)
                .hasSize(locales.size())
                .allSatisfy((locale, times) -> assertThat(times).isEqualTo(1));
        assertThat(version).hasValue(1 + locales.size());
        assertThat(pauses.all()).hasSize(conflicts.get());
    }

    @Test
    void knowsTheOtherWordsForAConflict() {
        server.once("HEAD" + RELEASE, Answer.text(404, ""))
                .on("HEAD" + RELEASE, versioned(1, ""))
                .once(
                        "PUT" + RELEASE + "/builds/linux/de",
                        problem(400, "Release exists, data_version must be provided", ""))
                .once(
                        "PUT" + RELEASE + "/builds/linux/de",
                        problem(
                                400,
                                "Couldn't update release: Failed to update row, old_data_version doesn't match"
                                        + " current data_version",
                                ""))
                .on("PUT" + RELEASE + "/builds/linux/de", json("{'new_data_version':2}"));
        assertThat(releases.submitLocale(build("de"))).isEqualTo(2);
    }

    @Test
    void submitsAgainAfterALostConnectionButNotForEver() {
        server.on("HEAD" + RELEASE, versioned(1, ""))
                .once("PUT" + RELEASE + "/builds/linux/de", hangUp())
                .on("PUT" + RELEASE + "/builds/linux/de", json("{'new_data_version':2}"));
        assertThat(releases.submitLocale(build("de"))).isEqualTo(2);

        server.on("PUT" + RELEASE + "/builds/linux/de", Answer.text(500, ""));
        assertThatThrownBy(() -> releases.submitLocale(build("de"))).isInstanceOf(ApiException.class);
        assertThat(server.names("PUT")).hasSize(2 + 5);
    }

    @Test
    void doesNotRepeatWhatIsRefused() {
        server.on("HEAD" + RELEASE, versioned(1, ""))
                .on("PUT" + RELEASE + "/builds/linux/de", problem(400, "Couldn't update release: bad", ""));
        assertThatThrownBy(() -> releases.submitLocale(build("de"))).isInstanceOf(ApiException.class);
        assertThat(server.names("PUT")).hasSize(1);
    }

    @Test
    void setsAReleaseReadOnly() {
        server.on("HEAD" + RELEASE, versioned(4, ""))
                .on("PUT" + RELEASE + "/read_only", json(201, "{'new_data_version':5}"))
                .on("GET" + RELEASE + "/read_only", json("{'read_only':true}"));
        assertThat(releases.setReadOnly("R", true)).isEqualTo(5);
        assertThat(server.last("PUT" + RELEASE + "/read_only").body())
                .hasToString("{\"read_only\":true,\"data_version\":4}");
        assertThat(releases.isReadOnly("R")).isTrue();
    }

    @Test
    void deletesARelease() {
        server.on("GET" + RELEASE, versioned(4, "{}")).on("DELETE" + RELEASE + "?data_version=4", Answer.text(200, ""));
        releases.delete("R");
        assertThat(server.names("DELETE")).hasSize(1);
    }
}
