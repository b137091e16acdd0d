// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.DownloadUrl;
import dev.balrog.core.release.InvalidUrlException;
import dev.balrog.core.release.ReleaseReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides whether a release may be stored. */
public final class ReleaseValidator {
    private final DomainAllowlist allowlist;
    private final List<ContentCheck> checks;

    /**
     * Creates a validator.
     *
     * @param allowlist hosts that updates may come from, by product
     */
    public ReleaseValidator(DomainAllowlist allowlist, ContentChecks mode) {
        this.allowlist = switch (mode) {
            case STRICT -> allowlist;
            case COMPATIBLE -> allowlist.compatible();
        };
        this.checks = Stream.concat(
                        Stream.of(
                                new XmlCharacterCheck(),
                                new DownloadUrlCheck(this.allowlist, mode == ContentChecks.STRICT),
                                new GmpHashCheck(),
                                new UpdateLineCheck(),
                                new SuperblobBoundsCheck()),
                        mode == ContentChecks.STRICT
                                ? Stream.of(
                                        new HashCheck(),
                                        new FileSizeCheck(),
                                        new VersionCheck(),
                                        new AliasCheck(),
                                        new GuardianCheck(),
                                        new AnswerabilityCheck(),
                                        new PageUrlCheck(),
                                        new BoundsCheck())
                                : Stream.empty())
                .toList();
    }

    /**
     * Release to be stored.
     *
     * @param json release, with its locales
     * @param product product of the release
     * @param complete whether this is the whole release; false for the base with some of the
     *     locales
     * @param stored supplier of the release that this one replaces, with the same locales; null
     *     when there is none. Errors that it has at the same locations are ignored
     */
    public record Candidate(JsonNode json, String product, boolean complete, Supplier<@Nullable JsonNode> stored) {
        /** Returns a candidate for a whole release that replaces none. */
        public static Candidate added(JsonNode json, String product) {
            return new Candidate(json, product, true, () -> null);
        }
    }

    /**
     * Validates a release.
     *
     * @throws InvalidBlobException when the release has no known format, does not conform to its
     *     schema, or fails a content check
     * @throws ForbiddenDomainException when the release has a download URL on a host that is not
     *     allowed
     */
    public void validate(Candidate candidate) throws InvalidBlobException, ForbiddenDomainException {
        ReleaseDocument release = new ReleaseDocument(candidate.json, schema(candidate.json), candidate.complete);
        List<ReleaseError> errors = release.schema().errors(candidate.json);
        if (!errors.isEmpty()) {
            throw new InvalidBlobException(errors);
        }
        checkHosts(release, candidate.product);
        Findings findings = findings(release);
        if (!findings.isEmpty()) {
            JsonNode stored = candidate.stored.get();
            if (stored != null) {
                storedSchema(stored)
                        .map(schema -> findings(new ReleaseDocument(stored, schema, candidate.complete)))
                        .ifPresent(findings::removeAll);
            }
        }
        if (!findings.isEmpty()) {
            throw new InvalidBlobException(findings.errors());
        }
    }

    private Findings findings(ReleaseDocument release) {
        Findings findings = new Findings();
        checks.forEach(check -> check.check(release, findings));
        return findings;
    }

    private void checkHosts(ReleaseDocument release, String product) throws ForbiddenDomainException {
        Optional<DownloadUrls.Found> forbidden = DownloadUrls.of(release)
                .filter(found -> !isOnAllowedHost(found, product))
                .findFirst();
        if (forbidden.isPresent()) {
            Located url = forbidden.get().url();
            throw new ForbiddenDomainException(
                    Findings.shown(
                            url.value().isString()
                                    ? url.value().asString()
                                    : url.value().toString()),
                    url.pointer(),
                    product);
        }
    }

    /** Returns whether the host is allowed. Another check finds other errors of the URL. */
    private boolean isOnAllowedHost(DownloadUrls.Found found, String product) {
        JsonNode url = found.url().value();
        if (!url.isString()) {
            return false;
        }
        try {
            DownloadUrl parsed = UrlTemplates.parse(url.asString(), found.keys());
            return allowlist.allowsHost(parsed, product);
        } catch (InvalidUrlException e) {
            return e.hasHost();
        }
    }

    private static Optional<ReleaseSchema> storedSchema(JsonNode stored) {
        OptionalInt version = ReleaseReader.schemaVersion(stored);
        return version.isPresent() ? ReleaseSchema.of(version.getAsInt()) : Optional.empty();
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
