// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.UpdateAnswer;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.fixture.TestScale;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves releases that were made to do harm: those that the checks accept, and all others as if they had been stored
 * before there were checks. No response is without well-formed XML, or has a URL outside of the allow-list.
 */
class ReleaseContentFuzzTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int EVERY_BUILD = 800;
    private static final int NIGHTLY = 15_500;
    private static final int REQUESTS = 3;
    private static final DomainAllowlist ALLOWLIST = DomainAllowlist.of(JSON.readTree("""
            {"cdn.example": ["Product"], "paths.example": {"/ok/.*": ["Product"]}}"""));

    private final ReleaseValidator strict = new ReleaseValidator(ALLOWLIST, ContentChecks.STRICT);
    private final ReleaseValidator compatible = new ReleaseValidator(ALLOWLIST, ContentChecks.COMPATIBLE);
    private final UpdateAnswers answers = answers();
    private int accepted;
    private int rejected;
    private int answered;

    private static UpdateAnswers answers() {
        Decider decider = new Decider(() -> 0);
        UrlPolicy policy = new UrlPolicy(ALLOWLIST, List.of("https://cdn.example/"));
        return new UpdateAnswers(decider, new Answers(decider, policy), UpdateAnswers.Timer.none());
    }

    @ParameterizedTest(name = "schema version {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 9, 50, 1000, 4000, 5000, 10000})
    void servesNothingButWellFormedAllowedContent(int schemaVersion) throws Exception {
        ResponseJudge judge = new ResponseJudge();
        int examples = TestScale.of(EVERY_BUILD, NIGHTLY);
        Property.forAll(examples, random -> {
            Choice choice = new Choice(random);
            HostileReleases releases = new HostileReleases(choice);
            ObjectNode made = releases.next(schemaVersion);
            JsonNode release = HostileReleases.stored(JSON, made);
            boolean isStored = isAccepted(choice.percent(50) ? strict : compatible, release);
            accepted += isStored ? 1 : 0;
            rejected += isStored ? 0 : 1;
            Snapshot snapshot = snapshot(release);
            for (int i = 0; i < REQUESTS; i++) {
                serve(releases, choice, snapshot, release, judge, isStored);
            }
        });

        // Otherwise the examples would say nothing.
        assertThat(accepted).as("accepted").isGreaterThan(examples / 20);
        assertThat(rejected).as("rejected").isGreaterThan(examples / 20);
        assertThat(answered).as("answered").isGreaterThan(examples / 20);
        if (schemaVersion != 50 && schemaVersion != 4000 && schemaVersion != 10000) {
            assertThat(judge.files()).as("files").isGreaterThan(examples / 10);
        }
    }

    private static boolean isAccepted(ReleaseValidator validator, JsonNode release) {
        try {
            validator.validate(ReleaseValidator.Candidate.added(release, "Product"));
            return true;
        } catch (InvalidBlobException | ForbiddenDomainException _) {
            return false;
        }
    }

    /** The release is served as it is, and as part of a superblob. */
    private static Snapshot snapshot(JsonNode release) {
        String name = release.path("name").asString("");
        Scenario scenario = Scenario.scenario()
                .release("Product", release)
                .rule(RuleBuilder.rule(1).mapping(name).priority(1));
        for (String part : List.of("one", "two")) {
            scenario.release("Product", JSON.readTree("""
                    {"name": "%s", "schema_version": 1000, "hashFunction": "sha512", "vendors": {"%s": {"version": "1", "platforms":
                      {"default": {"filesize": 1, "hashValue": "00", "fileUrl": "https://cdn.example/%s"}}}}}""".formatted(part, part, part)));
        }
        return scenario.snapshot();
    }

    private void serve(
            HostileReleases releases,
            Choice choice,
            Snapshot snapshot,
            JsonNode release,
            ResponseJudge judge,
            boolean isStored)
            throws Exception {
        boolean isJson = release.path("schema_version").asInt(0) == 10_000;
        List<String> platforms = new ArrayList<>(List.of("p", "q", "default"));
        platforms.addAll(release.path("platforms").propertyNames());
        List<String> locales = new ArrayList<>(List.of("de", "de", "fr"));
        release.path("platforms")
                .forEach(platform -> locales.addAll(platform.path("locales").propertyNames()));
        List<String> channels = new ArrayList<>(List.of("c", "c", "other"));
        channels.addAll(release.path("fileUrls").propertyNames());
        RequestBuilder request = (isJson ? RequestBuilder.jsonRequest() : RequestBuilder.request())
                .product("Product")
                .channel(choice.of(channels))
                .version(isJson ? "1.0" : releases.requested("3.0"))
                .buildTarget(releases.requested(choice.of(platforms)));
        if (!isJson) {
            request.locale(releases.requested(choice.of(locales))).buildId("20200101000000");
        }
        UpdateAnswer answer =
                answers.answer(snapshot, isJson ? UpdateUrl.Format.JSON : UpdateUrl.Format.XML, request.build());
        List<String> faults = new ArrayList<>();
        if (answer.status() == 200) {
            answered++;
            if (isJson) {
                JsonNode url = JSON.readTree(answer.body()).path("url");
                if (url.isString()) {
                    ResponseJudge.judgeUrl(url.asString(), faults);
                }
            } else {
                faults.addAll(judge.faults(answer.body()));
            }
        }
        if (!faults.isEmpty()) {
            throw new AssertionError((isStored ? "accepted" : "rejected, but stored before") + ": " + faults
                    + "\nresponse: " + answer.body() + "\nrequest: " + request.build() + "\nrelease: " + release);
        }
    }
}
