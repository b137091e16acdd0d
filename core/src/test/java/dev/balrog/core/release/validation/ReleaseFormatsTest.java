// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import static dev.balrog.core.fixture.RequestBuilder.jsonRequest;
import static dev.balrog.core.fixture.RequestBuilder.request;
import static dev.balrog.core.fixture.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.UpdateAnswer;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ReleaseValidator.Candidate;
import dev.balrog.core.request.UpdateUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Validates the examples of {@code docs/release-formats.md}, and requests the update of each. */
class ReleaseFormatsTest {
    private static final Pattern SECTION = Pattern.compile(
            "^## (\\d+): [^\\n]*\\n.*?```json\\n(.*?)\\n```.*?```(?:xml|json)\\n(.*?)\\n```",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final DomainAllowlist ALLOWLIST = DomainAllowlist.of(
            Scenario.json("{\"download.example\": [\"Firefox\", \"GMP\", \"SystemAddons\", \"FirefoxVPN\"]}"));

    /** A release in the page, with the response that the page shows. */
    record Example(int schemaVersion, JsonNode release, String response) {
        String product() {
            return switch (schemaVersion) {
                case 1000, 4000 -> "GMP";
                case 5000 -> "SystemAddons";
                case 10000 -> "FirefoxVPN";
                default -> "Firefox";
            };
        }

        @Override
        public String toString() {
            return "schema version " + schemaVersion;
        }
    }

    static List<Example> examples() throws IOException {
        return SECTION.matcher(Files.readString(Path.of("../docs/release-formats.md")))
                .results()
                .map(section -> new Example(
                        Integer.parseInt(section.group(1)), Scenario.json(section.group(2)), section.group(3)))
                .toList();
    }

    @Test
    void thereIsAnExampleOfEachFormat() throws IOException {
        List<Integer> known = Stream.iterate(0, version -> version <= 10_000, version -> version + 1)
                .filter(version -> ReleaseSchema.of(version).isPresent())
                .toList();

        assertThat(examples()).extracting(Example::schemaVersion).containsExactlyElementsOf(known);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isValid(Example example) throws Exception {
        new ReleaseValidator(ALLOWLIST, ContentChecks.STRICT)
                .validate(Candidate.added(example.release(), example.product()));

        assertThat(example.release().path("schema_version").intValue()).isEqualTo(example.schemaVersion());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isServedAsShown(Example example) throws IOException {
        Scenario scenario = Scenario.scenario()
                .rule(rule(1).product(example.product())
                        .mapping(example.release().path("name").stringValue()));
        for (Example stored : examples()) {
            scenario.release(stored.product(), stored.release());
        }
        Decider decider = new Decider(() -> 0);
        Answers answers = new Answers(decider, new UrlPolicy(ALLOWLIST, List.of()));
        boolean isJson = example.schemaVersion() == 10_000;

        UpdateAnswer response = new UpdateAnswers(decider, answers, UpdateAnswers.Timer.none())
                .answer(
                        scenario.snapshot(),
                        isJson ? UpdateUrl.Format.JSON : UpdateUrl.Format.XML,
                        (isJson ? jsonRequest() : request())
                                .product(example.product())
                                .build());

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(example.response());
    }
}
