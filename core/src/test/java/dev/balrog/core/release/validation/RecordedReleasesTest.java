// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.balrog.core.release.DomainAllowlist;
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
        for (String file : List.of("admin-releases.jsonl", "admin-releases-v2.jsonl")) {
            for (String line : Files.readAllLines(folder().resolve(file))) {
                JsonNode recorded = JSON.readTree(line);
                Optional<JsonNode> body = sentRelease(recorded);
                String answer = recorded.path("expect").path("body").asString("");
                if (body.isPresent() && recorded.at("/expect/status").asInt() < 300) {
                    assertThat(validate(body.get(), recorded)).as(line).isEmpty();
                    accepted++;
                } else if (body.isPresent() && answer.contains("\"exception\": [")) {
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
        try (Stream<Path> states = Files.list(folder().resolve("states"))) {
            for (Path state : states.sorted().toList()) {
                for (JsonNode row : JSON.readTree(state.toFile()).path("releases")) {
                    JsonNode release = row.get("data");
                    List<ReleaseError> errors = ReleaseSchema.of(
                                    release.path("schema_version").asInt())
                            .orElseThrow()
                            .errors(release);
                    right += errors.isEmpty() ? 1 : 0;
                    errors.forEach(error -> wrong.add(release.path("name").asString() + " " + error.message()));
                }
            }
        }
        assertThat(right).isPositive();
        // Two of them were put there unchecked: they have add-ons and yet uninstall all.
        assertThat(wrong).allMatch(error -> error.endsWith(" uninstall: is not allowed here"));
    }

    private static Path folder() {
        String property = System.getProperty("balrog.golden");
        Stream<Path> candidates = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                        .map(parent -> parent.resolve("shared/golden"));
        Optional<Path> found = candidates
                .map(folder -> folder.resolve("recorded"))
                .filter(Files::isDirectory)
                .findFirst();
        assumeTrue(found.isPresent(), "there are no recorded requests");
        return found.orElseThrow();
    }

    /** The release of a request that sends a whole one. */
    private static Optional<JsonNode> sentRelease(JsonNode recorded) {
        String body = recorded.at("/request/body").asString("");
        if (!body.startsWith("{")
                || !recorded.at("/request/method").asString("").equals("PUT")) {
            return Optional.empty();
        }
        JsonNode blob = JSON.readTree(body).path("blob");
        return blob.isMissingNode()
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
