// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Answers.JsonAnswer;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.RandomSnapshots;
import dev.balrog.core.release.GuardianRelease;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.snapshot.Snapshot;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswersPropertyTest {
    private static final int SNAPSHOTS = 300;
    private static final int REQUESTS = 400;

    private static final Pattern FILE_URL = Pattern.compile("<(?:patch|addon|mirror) [^\n]*?URL=\"([^\"]*)");
    private static final Pattern ALLOWED = Pattern.compile("https://(download\\.example([/?#].*)?|cdn\\.example/.*)");

    private final AtomicInteger updates = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();

    @Test
    void everyRequestIsAnsweredOrRefused() {
        Property.forAll(SNAPSHOTS, random -> {
            Choice choice = new Choice(random);
            Snapshot snapshot = RandomSnapshots.snapshot(choice);
            Decider decider = new Decider(() -> choice.below(RolloutSampler.SAMPLES));
            Answers answers = new Answers(decider, RandomSnapshots.POLICY);
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
}
