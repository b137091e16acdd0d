// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.ConformanceCorpus;
import dev.balrog.core.release.DomainAllowlist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Releases that Mozilla's Balrog was recorded to accept or refuse, from a folder that need not be there. */
class RecordedReleasesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void areAcceptedOrRefusedLikewise() throws Exception {
        int accepted = 0;
        int refused = 0;
        for (Path file : files(".", "admin-.*\\.jsonl")) {
            for (String line : Files.readAllLines(file)) {
                JsonNode recorded = JSON.readTree(line);
                Optional<JsonNode> body = sentRelease(recorded);
                String answer = recorded.path("expect").path("body").asString("");
                if (body.isPresent() && recorded.at("/expect/status").asInt() < 300) {
                    assertThat(validate(body.get(), recorded)).as(line).isEmpty();
                    accepted++;
                } else if (body.isPresent()
                        && recorded.at("/expect/status").asInt() == 400
                        && answer.contains("\"exception\": [")) {
                    assertThat(validate(body.get(), recorded)).as(line).isNotEmpty();
                    refused++;
                }
            }
        }
        assertThat(accepted).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void areOfKnownFormsWhereTheyWereStored() throws Exception {
        List<String> wrong = new ArrayList<>();
        int right = 0;
        for (Path state : files("states", ".*\\.json")) {
            for (JsonNode row : JSON.readTree(Files.readAllBytes(state)).path("releases")) {
                JsonNode release = row.get("data");
                List<ReleaseError> errors = ReleaseSchema.of(
                                release.path("schema_version").asInt())
                        .orElseThrow()
                        .errors(release);
                right += errors.isEmpty() ? 1 : 0;
                errors.forEach(error -> wrong.add(release.path("name").asString() + " " + error.message()));
            }
        }
        assertThat(right).isPositive();
        // Two of them were put there unchecked: they have add-ons and yet uninstall all.
        assertThat(wrong).allMatch(error -> error.endsWith(" uninstall: is not allowed here"));
    }

    /** Returns the files of the corpus, and of recordings where there are any. */
    private static List<Path> files(String folder, String name) throws IOException {
        List<Path> sets = new ArrayList<>(List.of(ConformanceCorpus.generated("generated2")));
        ConformanceCorpus.recorded().ifPresent(sets::add);
        List<Path> found = new ArrayList<>();
        for (Path set : sets) {
            try (Stream<Path> files = Files.list(set.resolve(folder))) {
                files.filter(file -> String.valueOf(file.getFileName()).matches(name))
                        .sorted()
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Returns the release of a request that sends a whole one, and its product. */
    private static Optional<JsonNode> sentRelease(JsonNode recorded) {
        String body = recorded.at("/request/body").asString("");
        if (!body.startsWith("{")
                || !recorded.at("/request/method").asString("").equals("PUT")) {
            return Optional.empty();
        }
        JsonNode blob = JSON.readTree(body).path("blob");
        return blob.isMissingNode() || JSON.readTree(body).path("product").isMissingNode()
                ? Optional.empty()
                : Optional.of(blob.isString() ? JSON.readTree(blob.asString()) : blob);
    }

    private static Optional<String> validate(JsonNode release, JsonNode recorded) {
        JsonNode allowlist = recorded.at("/config/ALLOWLISTED_DOMAINS");
        String product = JSON.readTree(recorded.at("/request/body").asString())
                .path("product")
                .asString("");
        try {
            new ReleaseValidator(DomainAllowlist.of(allowlist), ContentChecks.COMPATIBLE)
                    .validate(ReleaseValidator.Candidate.added(release, product));
            return Optional.empty();
        } catch (InvalidBlobException | ForbiddenDomainException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
