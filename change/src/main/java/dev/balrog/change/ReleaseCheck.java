// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.validation.ForbiddenDomainException;
import dev.balrog.core.release.validation.InvalidBlobException;
import dev.balrog.core.release.validation.ReleaseError;
import dev.balrog.core.release.validation.ReleaseValidator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether releases are sound: of the format that they say, and leading clients nowhere they may not go. */
final class ReleaseCheck {
    private static final String FORBIDDEN = "Blob contains forbidden domain(s)";

    private static final String BAD_RESPONSES = "Blob has responses that clients can't take";

    private final DomainAllowlist allowlist;
    private final ResponseCheck responses;

    ReleaseCheck(GovernanceSettings settings) {
        this.allowlist = settings.allowlist();
        this.responses = new ResponseCheck(settings);
    }

    /**
     * Checks a row that holds a whole release.
     *
     * @param stored the row that it replaces, whose faults may stay; null when there is none
     */
    void check(Row release, @Nullable Row stored) {
        JsonNode data = Objects.requireNonNull(release.json("data"), "data");
        String product = release.requireText("product");
        check(
                data,
                product,
                stored != null && product.equals(stored.text("product")) ? stored.json("data") : null);
        String name = release.requireText("name");
        String inData = data.path("name").asString("");
        if (!name.equals(inData)) {
            String reason = "name in database (" + name + ") does not match name in blob (" + inData + ")";
            throw unsound(reason, new ReleaseError(data.has("name") ? "/name" : "", reason));
        }
    }

    /**
     * Checks a release.
     *
     * @param stored the content that it replaces, whose responses may stay as bad as they are; null when there is none
     */
    void check(JsonNode data, String product, @Nullable JsonNode stored) {
        try {
            ReleaseValidator.validate(data, product, allowlist);
        } catch (InvalidBlobException e) {
            throw new RefusedException(new Refusal.InvalidRelease(e.errors()));
        } catch (ForbiddenDomainException e) {
            throw unsound(FORBIDDEN, new ReleaseError(e.path(), FORBIDDEN + ": " + e.getMessage()));
        }
        responses.error(data, product, stored).ifPresent(error -> {
            throw unsound(BAD_RESPONSES, error);
        });
    }

    private static RefusedException unsound(String reason, ReleaseError error) {
        return new RefusedException(new Refusal.UnsoundRelease(reason, error));
    }

    /** Which format the release is of. */
    int schemaVersion(JsonNode data) {
        JsonNode version = data.path("schema_version");
        if (!version.canConvertToInt()) {
            throw new RefusedException(
                    new Refusal.InvalidRelease(List.of(ReleaseError.ofAll("schema_version is not set"))));
        }
        return version.intValue();
    }
}
