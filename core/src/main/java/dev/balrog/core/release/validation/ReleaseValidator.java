// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.ReleaseReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Decides whether a release may be stored. */
public final class ReleaseValidator {
    private ReleaseValidator() {}

    /**
     * Checks a whole release, its locales included.
     *
     * @param blob the release
     * @param product whose release it is
     * @param allowlist where updates of which products may come from
     * @throws InvalidBlobException when it is of no known format, or not as its format wants it
     * @throws ForbiddenDomainException when it would have clients download from elsewhere
     */
    public static void validate(JsonNode blob, String product, DomainAllowlist allowlist)
            throws InvalidBlobException, ForbiddenDomainException {
        ReleaseSchema schema = schema(blob);
        List<ReleaseError> errors = schema.errors(blob);
        if (!errors.isEmpty()) {
            throw new InvalidBlobException(errors);
        }
        Optional<JsonNode> forbidden = DownloadUrls.of(blob, schema)
                .filter(url -> !url.isString() || !allowlist.allows(url.asString(), product))
                .findFirst();
        if (forbidden.isPresent()) {
            throw new ForbiddenDomainException(
                    forbidden.get().isString()
                            ? forbidden.get().asString()
                            : forbidden.get().toString(),
                    JsonPointers.find(forbidden.get(), blob, "").orElse(""),
                    product);
        }
    }

    private static ReleaseSchema schema(JsonNode blob) throws InvalidBlobException {
        if (!blob.isObject()) {
            throw new InvalidBlobException(List.of(ReleaseError.ofAll("expected a JSON object")));
        }
        OptionalInt version = ReleaseReader.schemaVersion(blob);
        if (version.isPresent()) {
            return ReleaseSchema.of(version.getAsInt()).orElseThrow(() -> invalidVersion("schema_version is unknown"));
        }
        boolean absent = blob.path("schema_version").isMissingNode()
                || blob.path("schema_version").isNull();
        throw absent
                ? new InvalidBlobException(List.of(ReleaseError.ofAll("schema_version is not set")))
                : invalidVersion("schema_version is unknown");
    }

    private static InvalidBlobException invalidVersion(String message) {
        return new InvalidBlobException(List.of(new ReleaseError("/schema_version", message)));
    }
}
