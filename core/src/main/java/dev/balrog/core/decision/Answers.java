// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.BadReleaseException;
import dev.balrog.core.decision.Decision.NoUpdate;
import dev.balrog.core.decision.Decision.Reason;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.release.GuardianRelease;
import dev.balrog.core.release.Offer;
import dev.balrog.core.release.Release;
import dev.balrog.core.release.Superblob;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.XmlAnswer;
import dev.balrog.core.release.XmlRelease;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Renders decisions as responses. */
public final class Answers {
    /**
     * Build ids of two Firefox nightlies that can't parse a response with line breaks or
     * indentation (Mozilla bug 1517743).
     */
    private static final Set<String> BUILDS_THAT_NEED_COMPACT_ANSWERS = Set.of("20190103220533", "20190104093221");

    private static final String RELEASE_FOR_COMPACT_ANSWERS = "Firefox-mozilla-central-nightly-latest";

    private final Decider decider;
    private final UrlPolicy policy;

    /**
     * Creates a renderer.
     *
     * @param decider decides about the parts of responses that combine several products
     * @param policy decides which URLs a response may contain
     */
    public Answers(Decider decider, UrlPolicy policy) {
        this.decider = decider;
        this.policy = policy;
    }

    /**
     * Content of an {@code update.xml}.
     *
     * @param frame the release that the request is offered, which provides the header and footer
     * @param offer the offer of that release
     * @param parts the releases whose updates are in the response, in order: the frame itself,
     *     except for superblobs
     * @param missing name of a release that a superblob needs and that is not stored or can't be
     *     read. Clients take the add-ons in a response for the whole set and remove all others, so
     *     there is no update without it
     */
    public record Gathered(XmlRelease frame, Offer offer, List<Part> parts, Optional<String> missing) {

        /**
         * Returns the key of the body in a cache; null where the body consists of several releases,
         * or of none.
         */
        @Nullable
        BodyKey key() {
            return frame instanceof Superblob
                    ? null
                    : new BodyKey(frame, offer.updateType(), offer.request().forRendering());
        }

        /**
         * Returns the content for all requests with this key: what the key lacks can't get into the
         * body.
         */
        Gathered forAll(BodyKey key) {
            Offer shared = offer.forPart(key.request(), key.updateType());
            return of(frame, shared, List.of(new Part(frame, shared)));
        }

        private static Gathered missing(XmlRelease frame, Offer offer, String name) {
            return new Gathered(frame, offer, List.of(), Optional.of(name));
        }

        private static Gathered of(XmlRelease frame, Offer offer, List<Part> parts) {
            return new Gathered(frame, offer, parts, Optional.empty());
        }
    }

    /**
     * Release whose updates are in a response, and the offer with the request that they are for.
     */
    public record Part(XmlRelease release, Offer offer) {}

    /**
     * Gathers the content of the response to a request.
     *
     * @throws BadReleaseException when the format of a release is not sent as XML
     */
    public Gathered gather(Snapshot snapshot, UpdateRequest request, Update update) {
        XmlRelease frame = asXml(update.release().release());
        Offer offer = new Offer(request, update.rule().updateType(), policy, snapshot::builds);
        return switch (frame) {
            case Superblob superblob when !superblob.products().isEmpty() -> gatherProducts(snapshot, offer, superblob);
            case Superblob superblob when !superblob.blobs().isEmpty() -> gatherBlobs(snapshot, offer, superblob);
            default -> Gathered.of(frame, offer, List.of(new Part(frame, offer)));
        };
    }

    /** Returns the decision itself, or one for no update where a superblob lacks a part. */
    static Decision outcome(Update update, Gathered gathered) {
        return gathered.missing.isPresent()
                ? new NoUpdate(Optional.of(update.rule()), Reason.INCOMPLETE_SUPERBLOB, gathered.missing)
                : update;
    }

    private Gathered gatherProducts(Snapshot snapshot, Offer offer, Superblob superblob) {
        List<Part> parts = new ArrayList<>();
        for (String product : superblob.products()) {
            UpdateRequest request = offer.request().withProduct(product);
            switch (decider.decide(snapshot, request)) {
                case Update(var rule, var release) ->
                    parts.add(new Part(asXml(release.release()), offer.forPart(request, rule.updateType())));
                case NoUpdate none
                when none.missing().isPresent() -> {
                    return Gathered.missing(superblob, offer, none.missing().get());
                }
                case NoUpdate none -> {}
            }
        }
        return Gathered.of(superblob, offer, parts);
    }

    private static Gathered gatherBlobs(Snapshot snapshot, Offer offer, Superblob superblob) {
        List<Part> parts = new ArrayList<>();
        for (String name : superblob.blobs()) {
            StoredRelease release = snapshot.release(name);
            if (release == null) {
                return Gathered.missing(superblob, offer, name);
            }
            UpdateRequest request = offer.request().withProduct(String.valueOf(release.product()));
            parts.add(new Part(asXml(release.release()), offer.forPart(request, offer.updateType())));
        }
        return Gathered.of(superblob, offer, parts);
    }

    /**
     * Returns the response to an update request, an {@code update.xml}.
     *
     * @throws BadReleaseException when a release lacks data for the response
     */
    public String xml(Gathered gathered) {
        if (gathered.missing.isPresent()) {
            return XmlAnswer.EMPTY;
        }
        XmlAnswer xml = new XmlAnswer();
        writeHeader(xml, gathered);
        for (Part part : gathered.parts) {
            writeUpdates(xml, part);
        }
        gathered.frame.writeFooter(xml, gathered.offer);
        String answer = xml.finish();
        return needsCompactAnswer(gathered.frame, gathered.offer.request())
                ? answer.replace("\n", "").replace("    ", "")
                : answer;
    }

    /**
     * Returns the response to an update request, an {@code update.xml}.
     *
     * @throws BadReleaseException when a release lacks data for the response
     */
    public String xml(Snapshot snapshot, UpdateRequest request, Decision decision) {
        return switch (decision) {
            case NoUpdate none -> XmlAnswer.EMPTY;
            case Update update -> xml(gather(snapshot, request, update));
        };
    }

    private static void writeHeader(XmlAnswer xml, Gathered gathered) {
        try {
            gathered.frame.writeHeader(xml, gathered.offer);
        } catch (BadReleaseException e) {
            throw e.of(gathered.frame.name());
        }
    }

    private static void writeUpdates(XmlAnswer xml, Part part) {
        try {
            part.release.writeUpdates(xml, part.offer);
        } catch (BadReleaseException e) {
            throw e.of(part.release.name());
        }
    }

    private static boolean needsCompactAnswer(XmlRelease release, UpdateRequest request) {
        String buildId = request.buildId();
        return buildId != null
                && BUILDS_THAT_NEED_COMPACT_ANSWERS.contains(buildId)
                && release.name().equals(RELEASE_FOR_COMPACT_ANSWERS);
    }

    private static XmlRelease asXml(Release release) {
        return switch (release) {
            case XmlRelease xml -> xml;
            case GuardianRelease guardian -> throw new BadReleaseException("Wrong blob type").of(guardian.name());
        };
    }

    /** Response to a request for JSON. */
    public sealed interface JsonAnswer {
        /** No update: status 404. */
        record None() implements JsonAnswer {}

        /**
         * Update that was found.
         *
         * @param update empty where the policy allows none of its URLs
         */
        record Found(Optional<GuardianRelease.Update> update) implements JsonAnswer {}
    }

    /**
     * Returns the response to a request for JSON.
     *
     * @throws BadReleaseException when the release is one that is sent as XML, or lacks data for
     *     the response
     */
    public JsonAnswer json(Snapshot snapshot, UpdateRequest request, Decision decision) {
        return switch (decision) {
            case NoUpdate none -> new JsonAnswer.None();
            case Update(var rule, var stored) ->
                switch (stored.release()) {
                    case GuardianRelease guardian ->
                        new JsonAnswer.Found(update(
                                guardian, new Offer(request, rule.updateType(), policy, snapshot::builds), stored));
                    case XmlRelease xml -> throw new BadReleaseException("Wrong blob type").of(stored.name());
                };
        };
    }

    private static Optional<GuardianRelease.Update> update(
            GuardianRelease guardian, Offer offer, StoredRelease stored) {
        try {
            return Optional.ofNullable(guardian.update(offer));
        } catch (BadReleaseException e) {
            throw e.of(stored.name());
        }
    }
}
