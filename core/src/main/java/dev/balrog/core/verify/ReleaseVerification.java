// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

import dev.balrog.core.BadDataException;
import dev.balrog.core.BadReleaseException;
import dev.balrog.core.UnsafeReleaseException;
import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Answers.JsonAnswer;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.decision.JsonText;
import dev.balrog.core.release.GuardianRelease;
import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.release.ResponseSpace;
import dev.balrog.core.release.ResponseSpace.Variant;
import dev.balrog.core.release.Serving;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.XmlRelease;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.SystemCapabilities;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleConditions;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.verify.Finding.Malformed;
import dev.balrog.core.verify.Finding.Unanswerable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Renders all responses of a release with the code that serves clients, and verifies each of them.
 *
 * <p>Responses are enumerated by build target, locale and channel, and for partial updates by the
 * release that they start from. Content that also depends on the version or the build of a client
 * (the groups of {@code updateLine}) is enumerated only for the first variant and for the locales
 * that conditions name: it adds attributes whose values depend only on the locale.
 */
public final class ReleaseVerification {
    /**
     * Largest number of responses, enough for 800 builds, ten groups of channels and four partial
     * updates.
     */
    static final int MAX_RESPONSES = 50_000;

    private static final int MAX_FINDINGS_OF_A_KIND = 10;

    /** Rule that applies to every request. */
    private static final Rule RULE = new Rule(1, 1, null, null, null, null, 100, "minor", null, RuleConditions.NONE);

    private final UrlPolicy policy;
    private final Answers answers;
    private final int maxResponses;

    /** Creates a verification of releases that are served under a URL policy. */
    public ReleaseVerification(UrlPolicy policy) {
        this(policy, MAX_RESPONSES);
    }

    ReleaseVerification(UrlPolicy policy, int maxResponses) {
        this.policy = policy;
        this.answers = new Answers(new Decider(() -> 0), policy);
        this.maxResponses = maxResponses;
    }

    /** Verifies all responses of a release. */
    public VerificationReport verify(StoredRelease release) {
        return new Run(release).verify();
    }

    /** Verification of one release. */
    private final class Run {
        private final StoredRelease stored;
        private final String product;
        private final ResponseSpace space;
        private final ResponseVerifier verifier = new ResponseVerifier(policy.allowlist());
        private final Map<String, String> buildIds = new TreeMap<>();
        private final Snapshot snapshot;

        private final List<Finding> findings = new ArrayList<>();
        private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
        private int responses;
        private int unusable;
        private boolean complete = true;

        Run(StoredRelease stored) {
            this.stored = stored;
            // Like Mozilla's Balrog, which compares with the product of the row.
            this.product = String.valueOf(stored.product());
            this.space = stored.release().responses();
            Map<String, KnownBuilds> builds = new HashMap<>();
            for (String source : space.partialSources()) {
                String buildId = "%014d".formatted(builds.size() + 1);
                buildIds.put(source, buildId);
                builds.put(source, KnownBuilds.everywhere(buildId));
            }
            this.snapshot = new Snapshot(List.of(), List.of(), List.of(), List.of(stored), builds);
        }

        VerificationReport verify() {
            String version = space.versions().stream().min(String::compareTo).orElseThrow();
            String build = space.buildIds().stream().min(String::compareTo).orElseThrow();
            Set<String> conditional = new HashSet<>(space.conditionalLocales());
            for (Variant variant : space.variants()) {
                Set<String> seen = new HashSet<>();
                for (String channel : space.channels()) {
                    verify(variant, request(variant, channel, version, build), seen);
                    for (String source : buildIds.values()) {
                        verify(variant, request(variant, channel, version, source), seen);
                    }
                }
                if (variant.equals(space.variants().getFirst()) || conditional.remove(variant.locale())) {
                    verifyConditions(variant, seen);
                }
            }
            return new VerificationReport(findings, counts, responses, unusable, complete);
        }

        private void verifyConditions(Variant variant, Set<String> seen) {
            for (String channel : space.channels()) {
                for (String version : space.versions()) {
                    for (String build : space.buildIds()) {
                        verify(variant, request(variant, channel, version, build), seen);
                    }
                }
            }
        }

        private void verify(Variant variant, UpdateRequest request, Set<String> seen) {
            if (responses >= maxResponses) {
                complete = false;
                return;
            }
            String body;
            try {
                if (stored.release().serving(request) == Serving.NO) {
                    return;
                }
                body = render(request);
            } catch (UnsafeReleaseException e) {
                add(new Malformed(variant.pointer(), String.valueOf(e.getMessage())));
                return;
            } catch (BadReleaseException e) {
                add(new Unanswerable(variant.pointer(), String.valueOf(e.getMessage())));
                return;
            } catch (BadDataException fromTheMadeUpRequest) {
                return;
            }
            if (seen.add(body)) {
                responses++;
                List<Finding> found = stored.release() instanceof GuardianRelease
                        ? verifier.verifyJson(body, product)
                        : verifier.verifyXml(body, product);
                found.forEach(finding -> add(finding.at(variant.pointer())));
                if (found.stream().anyMatch(finding -> finding.kind() == Finding.Kind.UNUSABLE)) {
                    unusable++;
                }
            }
        }

        private String render(UpdateRequest request) {
            Decision.Update update = new Decision.Update(RULE, stored);
            return switch (stored.release()) {
                case XmlRelease _ -> answers.xml(answers.gather(snapshot, request, update));
                case GuardianRelease _ -> json(answers.json(snapshot, request, update));
            };
        }

        private static String json(JsonAnswer answer) {
            return switch (answer) {
                case JsonAnswer.None _ -> "{}";
                case JsonAnswer.Found(var update) ->
                    JsonText.of(update.<Object>map(found -> found).orElse(Map.of()));
            };
        }

        private void add(Finding finding) {
            counts.merge(finding.kind(), 1, Integer::sum);
            long kept = findings.stream()
                    .filter(other -> other.kind() == finding.kind())
                    .count();
            if (kept < MAX_FINDINGS_OF_A_KIND && !findings.contains(finding)) {
                findings.add(finding);
            }
        }

        private UpdateRequest request(Variant variant, String channel, String version, String buildId) {
            return new UpdateRequest(
                    product,
                    version,
                    buildId,
                    variant.buildTarget(),
                    variant.locale(),
                    channel,
                    "",
                    SystemCapabilities.NOT_ASKED,
                    null,
                    null,
                    null,
                    Force.NONE,
                    null,
                    null);
        }
    }
}
