// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Answers.JsonAnswer;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomReleases;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.GuardianRelease;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.snapshot.Snapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AnswersPropertyTest {
    private static final int SNAPSHOTS = 300;
    private static final int REQUESTS = 400;
    private static final int RELEASES = 12;

    static final UrlPolicy POLICY =
            new UrlPolicy(DomainAllowlist.of(Scenario.json("""
            {
              "download.example": ["Firefox", "Fennec", "FirefoxVPN", "Guardian"],
              "cdn.example": {"/[^;]*": ["Firefox", "Fennec", "FirefoxVPN"]}
            }
            """)), List.of("https://cdn.example/"));

    private static final Pattern FILE_URL = Pattern.compile("<(?:patch|addon|mirror) [^\n]*?URL=\"([^\"]*)");
    private static final Pattern ALLOWED = Pattern.compile("https://(download\\.example([/?#].*)?|cdn\\.example/.*)");

    private final AtomicInteger updates = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();

    @Test
    void everyRequestIsAnsweredOrRefused() {
        Property.forAll(SNAPSHOTS, random -> {
            Choice choice = new Choice(random);
            Snapshot snapshot = snapshot(choice);
            Decider decider = new Decider(() -> choice.below(RolloutSampler.SAMPLES));
            Answers answers = new Answers(decider, POLICY);
            for (int i = 0; i < REQUESTS; i++) {
                UpdateRequest request =
                        (choice.percent(60) ? RandomRules.request(choice) : RandomRules.oddRequest(choice)).build();
                try {
                    check(decider, answers, snapshot, request);
                } catch (BadDataException refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                    failures.incrementAndGet();
                } catch (RuntimeException e) {
                    throw new AssertionError(request.toString(), e);
                }
            }
        });

        // Otherwise the examples would say nothing.
        assertThat(updates.get()).isGreaterThan(SNAPSHOTS * REQUESTS / 10);
        assertThat(files.get()).isGreaterThan(SNAPSHOTS * REQUESTS / 40);
        assertThat(failures.get()).isBetween(SNAPSHOTS * REQUESTS / 100, SNAPSHOTS * REQUESTS / 2);
    }

    private void check(Decider decider, Answers answers, Snapshot snapshot, UpdateRequest request) {
        Decision decision = decider.decide(snapshot, request);
        updates.addAndGet(decision instanceof Update ? 1 : 0);
        if (decision instanceof Update update && update.release().release() instanceof GuardianRelease) {
            if (answers.json(snapshot, request, decision) instanceof JsonAnswer.Found found) {
                found.update().ifPresent(file -> checkAllowed(file.url(), request));
            }
            return;
        }
        String xml = answers.xml(snapshot, request, decision);
        if (!xml.startsWith("<?xml version=\"1.0\"?>\n<updates>\n") || !xml.endsWith("\n</updates>")) {
            throw new AssertionError("no update.xml for " + request + ": " + xml);
        }
        FILE_URL.matcher(xml).results().forEach(url -> checkAllowed(url.group(1), request));
    }

    private void checkAllowed(String url, UpdateRequest request) {
        files.incrementAndGet();
        if (!ALLOWED.matcher(url).matches()) {
            throw new AssertionError("forbidden " + url + " for " + request);
        }
    }

    /** Some rules, releases of all formats, and what else answers depend on. */
    static Snapshot snapshot(Choice choice) {
        Scenario scenario = Scenario.scenario();
        for (JsonNode release : RandomReleases.releases(choice, RELEASES)) {
            scenario.release(choice.maybe(95, () -> choice.of("Firefox", "FirefoxVPN")), release);
        }
        int oddness = choice.of(0, 0, 3);
        for (int id = 1; id <= 25; id++) {
            scenario.rule(RandomRules.rule(choice, id, oddness)
                    .mapping(choice.maybe(95, () -> name(choice)))
                    .fallbackMapping(choice.maybe(50, () -> name(choice)))
                    .backgroundRate(choice.of(100, 100, 50, 0)));
        }
        if (choice.percent(30)) {
            scenario.shutoff("Firefox", choice.of("release", "beta", "release-cck-acme"));
        }
        return scenario.pin("Firefox", "release", "60.", name(choice))
                .pin("Fennec", "beta", "60.1.", name(choice))
                .snapshot();
    }

    private static String name(Choice choice) {
        return "R" + choice.below(RELEASES + 1);
    }
}
