// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Row;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.core.release.validation.ForbiddenDomainException;
import dev.balrog.core.release.validation.InvalidBlobException;
import dev.balrog.core.release.validation.ReleaseError;
import dev.balrog.core.release.validation.ReleaseNames;
import dev.balrog.core.release.validation.ReleaseValidator;
import dev.balrog.core.release.validation.ReleaseValidator.Candidate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks that releases follow the schema of their format and contain only URLs of allowed domains.
 */
public final class ReleaseCheck {
    private static final String FORBIDDEN = "Blob contains forbidden domain(s)";

    private static final String BAD_RESPONSES = "Blob has responses that clients discard";

    private final ReleaseValidator validator;
    private final ResponseCheck responses;
    private final ContentChecks checks;

    ReleaseCheck(GovernanceSettings settings) {
        this.checks = settings.contentChecks();
        this.responses = new ResponseCheck(settings);
        this.validator = new ReleaseValidator(settings.allowlist(), checks);
    }

    /**
     * Checks a row that holds a whole release.
     *
     * @param stored the replaced row, whose existing errors are tolerated; null if there is none
     */
    public void check(Row release, @Nullable Row stored) {
        JsonNode data = Objects.requireNonNull(release.get(DATA), "data");
        Candidate candidate =
                new Candidate(data, release.require(PRODUCT), true, () -> stored == null ? null : stored.get(DATA));
        check(candidate, stored == null ? null : stored.get(PRODUCT));
        String name = release.require(NAME);
        String inData = data.path("name").asString("");
        if (!name.equals(inData)) {
            String reason = "name in database (" + name + ") does not match name in blob (" + inData + ")";
            throw unsound(reason, List.of(new ReleaseError(data.has("name") ? "/name" : "", reason)));
        }
    }

    /**
     * Checks a release.
     *
     * @param storedProduct the product of the replaced release; null if there is none
     */
    public void check(Candidate candidate, @Nullable String storedProduct) {
        try {
            validator.validate(candidate);
        } catch (InvalidBlobException e) {
            String message = e.errors().getFirst().message();
            if (e.isOfPluginHashes()) {
                throw unsound(message, e.errors());
            }
            throw new ChangeRejectedException(new ChangeRejection.InvalidRelease(e.errors()));
        } catch (ForbiddenDomainException e) {
            throw unsound(FORBIDDEN, List.of(new ReleaseError(e.path(), FORBIDDEN + ": " + e.getMessage())));
        }
        checkResponses(
                candidate.json(),
                candidate.product(),
                candidate.product().equals(storedProduct) ? candidate.stored().get() : null);
    }

    /**
     * Checks the responses. Tolerates errors if the stored release is already withheld because of
     * its responses.
     */
    private void checkResponses(JsonNode data, String product, @Nullable JsonNode stored) {
        responses
                .error(data, product, stored)
                .filter(_ ->
                        stored == null || responses.error(stored, product, null).isEmpty())
                .ifPresent(error -> {
                    throw unsound(BAD_RESPONSES, List.of(error));
                });
    }

    /** Checks the name of a new release. */
    void checkName(String name) {
        ReleaseNames.fault(name, checks).ifPresent(fault -> {
            throw new ChangeRejectedException(new ChangeRejection.InvalidRelease(List.of(fault)));
        });
    }

    private static ChangeRejectedException unsound(String reason, List<ReleaseError> errors) {
        return new ChangeRejectedException(new ChangeRejection.UnsoundRelease(reason, errors));
    }

    /** Returns the schema version of a release. */
    public int schemaVersion(JsonNode data) {
        JsonNode version = data.path("schema_version");
        if (!version.canConvertToInt()) {
            throw new ChangeRejectedException(
                    new ChangeRejection.InvalidRelease(List.of(ReleaseError.ofAll("schema_version is not set"))));
        }
        return version.intValue();
    }
}
