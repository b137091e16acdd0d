// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.core.release.Release;
import dev.balrog.core.release.ReleaseReader;
import dev.balrog.core.release.validation.ReleaseError;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.verify.Finding;
import dev.balrog.core.verify.ReleaseVerification;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Checks the responses that clients would get from a release, before it is stored. */
final class ResponseCheck {
    private static final String PLATFORMS = "platforms";
    private static final String LOCALES = "locales";

    private final ReleaseVerification verification;
    private final GovernanceSettings settings;

    ResponseCheck(GovernanceSettings settings) {
        this.settings = settings;
        this.verification = new ReleaseVerification(settings.servedUrls());
    }

    /**
     * Returns the first error in the responses of a release that the replaced release does not
     * have.
     *
     * @param stored the content of the replaced release; null if there is none
     */
    Optional<ReleaseError> error(JsonNode data, String product, @Nullable JsonNode stored) {
        Release release;
        try {
            release = ReleaseReader.read(stored == null ? data : changed(data, stored));
        } catch (InvalidReleaseException e) {
            return Optional.of(ReleaseError.ofAll(String.valueOf(e.getMessage())));
        }
        return verification
                .verify(new StoredRelease(release.name(), product, release))
                .rejection(settings.contentChecks())
                .map(ResponseCheck::error);
    }

    private static ReleaseError error(Finding finding) {
        return new ReleaseError(finding.pointer(), "clients would discard a response: " + finding.message());
    }

    /**
     * Omits unchanged locales, if everything else that their responses depend on is unchanged as
     * well.
     */
    private static JsonNode changed(JsonNode data, JsonNode stored) {
        if (!sameButFor(PLATFORMS, data, stored) || !data.path(PLATFORMS).isObject()) {
            return data;
        }
        ObjectNode changed = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) data);
        ObjectNode platforms = changed.putObject(PLATFORMS);
        data.path(PLATFORMS)
                .forEachEntry((name, platform) -> platforms.set(
                        name, changedPlatform(platform, stored.path(PLATFORMS).path(name))));
        return changed;
    }

    private static JsonNode changedPlatform(JsonNode platform, JsonNode stored) {
        if (!sameButFor(LOCALES, platform, stored) || !platform.path(LOCALES).isObject()) {
            return platform;
        }
        ObjectNode changed = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) platform);
        ObjectNode locales = changed.putObject(LOCALES);
        platform.path(LOCALES).forEachEntry((name, build) -> {
            if (!build.equals(stored.path(LOCALES).path(name))) {
                locales.set(name, build);
            }
        });
        return changed;
    }

    private static boolean sameButFor(String member, JsonNode one, JsonNode other) {
        return one.isObject() && other.isObject() && membersBut(member, one).equals(membersBut(member, other));
    }

    private static Map<String, JsonNode> membersBut(String member, JsonNode object) {
        return ((ObjectNode) object)
                .properties().stream()
                        .filter(entry -> !entry.getKey().equals(member))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
