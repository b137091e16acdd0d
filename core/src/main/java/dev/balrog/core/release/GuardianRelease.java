// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadDataException;
import dev.balrog.core.BadReleaseException;
import dev.balrog.core.JsonPointers;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.LooseVersion;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Release of the VPN client (schema version 10000), served as JSON.
 *
 * @param name name of the release
 * @param version version of the release; null where the release lacks it
 * @param required whether the update is mandatory; null where the release lacks it
 * @param hashFunction hash function of all files
 * @param platforms files by build target
 */
public record GuardianRelease(
        String name,
        @Nullable String version,
        @Nullable Boolean required,
        @Nullable String hashFunction,
        Map<String, File> platforms)
        implements Release {

    /** File for a platform. */
    public record File(@Nullable String url, @Nullable String hashValue) {}

    static GuardianRelease of(String name, JsonNode json) {
        return new GuardianRelease(
                name,
                Json.text(json, "version"),
                json.path("required").isBoolean() ? Json.isTrue(json, "required") : null,
                Json.text(json, "hashFunction"),
                Json.byKey(
                        json.path("platforms"),
                        file -> new File(Json.text(file, "fileUrl"), Json.text(file, "hashValue"))));
    }

    @Override
    public Serving serving(UpdateRequest request) {
        if (!platforms.containsKey(request.buildTarget())) {
            return Serving.NO;
        }
        LooseVersion installed = LooseVersion.parse(request.version());
        LooseVersion offered = LooseVersion.parse(Required.field(version, "version", name));
        try {
            return installed.compare(offered) >= 0 ? Serving.NO : Serving.YES;
        } catch (BadDataException e) {
            throw offered.isNumeric() ? e : new BadReleaseException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<OfferedBuild> build(UpdateRequest request) {
        return version == null || !platforms.containsKey(request.buildTarget())
                ? Optional.empty()
                : Optional.of(new OfferedBuild(version, null));
    }

    @Override
    public ResponseSpace responses() {
        return ResponseSpace.of(platforms.keySet().stream()
                .sorted()
                .map(target -> new ResponseSpace.Variant(
                        target, ResponseSpace.SOME_LOCALE, JsonPointers.child("/platforms", target)))
                .toList());
    }

    /**
     * Returns the update for the platform of a request; null when there is none, or its URL is not
     * allowed.
     *
     * @throws BadDataException when the release lacks data that the response requires
     */
    public @Nullable Update update(Offer offer) {
        File file = platforms.get(offer.request().buildTarget());
        if (file == null || file.url == null || !offer.policy().allows(file.url, offer.request())) {
            return null;
        }
        return new Update(
                Required.field(version, "version", name),
                file.url,
                Required.field(required, "required", name),
                Required.field(hashFunction, "hashFunction", name),
                file.hashValue);
    }

    /**
     * Update of the VPN client. The names and their order are those of the JSON response.
     *
     * @param version version after the update
     * @param url download URL
     * @param required whether the update is mandatory
     * @param hashFunction hash function of the file
     * @param hashValue hash of the file
     */
    public record Update(
            String version,
            String url,
            boolean required,
            String hashFunction,
            @Nullable String hashValue) {}
}
