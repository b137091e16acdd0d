// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.decision.UpdateAnswer;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.fixture.ConformanceCorpus;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.RequestTarget;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told of a request is what the public app answers, which holds a snapshot of the whole database. */
@Tag("slow")
class ExplainAgreementTest {
    /** Of each recorded state: enough to meet every rule and release, while each request is one of HTTP. */
    private static final int EACH = 5;

    private static final List<String> VERSIONS = List.of("0.9", "1.0", "1.5", "2.0", "62.0", "new");
    private static final List<String> CHANNELS = List.of(
            "release", "release-cck-acme", "beta", "nightly", "aurora", "esr", "empty", "conditions", "unheard");
    private static final List<String> QUERIES = List.of("", "?force=1", "?force=-1", "?pin=1.5.", "?pin=x&force=1");
    private static final List<String> PARTS = List.of("GMP", "OpenH264", "SystemAddons", "Widevine", "FirefoxVPN");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void agreesAboutTheSample(Kind kind) throws Exception {
        List<String> urls = new ArrayList<>();
        for (String version : VERSIONS) {
            for (String channel : CHANNELS) {
                for (String query : QUERIES) {
                    urls.add(update("Firefox", version, channel) + query);
                }
            }
            for (String product : PARTS) {
                urls.add(update(product, version, "release"));
                urls.add("/json/1/" + product + "/" + version + "/linux/release/update.json");
            }
        }
        check(kind, Explained.STATE, Explained.SETTINGS, urls);
    }

    private static String update(String product, String version, String channel) {
        return "/update/6/" + product + "/" + version + "/20240101000000/Linux/de/" + channel
                + "/Linux%206.8/ISET:SSE4_2,MEM:8000/default/default/update.xml";
    }

    @TestFactory
    Stream<DynamicTest> agreesAboutRecordedRequests() throws IOException {
        try (Stream<Path> files = Files.list(ConformanceCorpus.generated("generated"))) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
                        JsonNode recorded = Explained.JSON.readTree(Files.readAllBytes(file));
                        ObjectNode settings = Explained.JSON.createObjectNode();
                        settings.set("ALLOWLISTED_DOMAINS", recorded.at("/config/domain_allowlist"));
                        settings.set("SPECIAL_FORCE_HOSTS", recorded.at("/config/special_force_hosts"));
                        check(Kind.SQLITE, recorded.get("state"), settings, urls(recorded.get("cases")));
                    }));
        }
    }

    private static List<String> urls(JsonNode cases) {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < cases.size(); i += EACH) {
            JsonNode request = cases.get(i).get("request");
            String query = request.path("query").asString("");
            urls.add(request.get("path").asString() + (query.isEmpty() ? "" : "?" + query));
        }
        return urls;
    }

    private void check(Kind kind, JsonNode state, JsonNode settings, List<String> urls) throws Exception {
        int compared = 0;
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory)) {
            admin.reset(state);
            admin.configure(settings, null);
            Snapshot snapshot =
                    new SnapshotLoader(admin.database(), problem -> {}).load().snapshot();
            UpdateAnswers reached = publicApp(settings, () -> 0);
            UpdateAnswers leftOut = publicApp(settings, () -> RolloutSampler.SAMPLES - 1);
            for (String target : urls) {
                RequestTarget parsed = RequestTarget.parse(target);
                UpdateUrl url = UpdateUrl.of(parsed.segments());
                if (url == null || !url.parameters().containsAll(parsed.query().keySet())) {
                    continue;
                }
                compared++;
                UpdateRequest request = url.read(parsed.segments(), parsed.query(), null);
                JsonNode told = Explained.explain(admin, "https://aus.example.org" + target, false);
                JsonNode other = told.path("otherwise").isNull() ? told : told.path("otherwise");
                compare(target, told, reached.answer(snapshot, url.format(), request));
                compare(target, other, leftOut.answer(snapshot, url.format(), request));
            }
        }
        assertThat(compared).isGreaterThan(urls.size() / 2);
    }

    private static UpdateAnswers publicApp(JsonNode settings, RolloutSampler sampler) {
        UrlPolicy policy = new UrlPolicy(
                DomainAllowlist.of(settings.path("ALLOWLISTED_DOMAINS")),
                settings.path("SPECIAL_FORCE_HOSTS")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        Decider decider = new Decider(sampler);
        return new UpdateAnswers(decider, new Answers(decider, policy), UpdateAnswers.Timer.none());
    }

    private static void compare(String target, JsonNode told, UpdateAnswer answer) {
        assertThat(told.at("/answer/status").asInt()).as(target).isEqualTo(answer.status());
        assertThat(told.at("/answer/content_type").asString()).as(target).isEqualTo(answer.contentType());
        assertThat(told.at("/answer/body").asString()).as(target).isEqualTo(answer.body());
    }
}
