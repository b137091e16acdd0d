// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.BadDataException;
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

/** Turns decisions into answers. */
public final class Answers {
    /** Two nightlies of Firefox can't read an answer that has line breaks or is indented (Mozilla bug 1517743). */
    private static final Set<String> BUILDS_THAT_NEED_COMPACT_ANSWERS = Set.of("20190103220533", "20190104093221");

    private static final String RELEASE_FOR_COMPACT_ANSWERS = "Firefox-mozilla-central-nightly-latest";

    private final Decider decider;
    private final UrlPolicy policy;

    /**
     * Creates a renderer.
     *
     * @param decider decides about the parts of answers that are put together from several products
     * @param policy which URLs may be answered
     */
    public Answers(Decider decider, UrlPolicy policy) {
        this.decider = decider;
        this.policy = policy;
    }

    /**
     * What an {@code update.xml} is made of.
     *
     * @param frame the release that the request is offered; header and footer are its
     * @param offer the offer of that release
     * @param parts the releases whose updates are in the answer, in order: the frame itself but for superblobs
     * @param missing name of a release that a superblob needs and that is not stored or can't be read. Clients take the
     *     add-ons in a response for the whole set and remove all others, so that without it there is no update
     */
    public record Gathered(XmlRelease frame, Offer offer, List<Part> parts, Optional<String> missing) {

        private static Gathered missing(XmlRelease frame, Offer offer, String name) {
            return new Gathered(frame, offer, List.of(), Optional.of(name));
        }

        private static Gathered of(XmlRelease frame, Offer offer, List<Part> parts) {
            return new Gathered(frame, offer, parts, Optional.empty());
        }
    }

    /** A release whose updates are in an answer, and the request that they are for. */
    public record Part(XmlRelease release, Offer offer) {}

    /**
     * Gathers what the answer to a request is made of.
     *
     * @throws BadDataException when a release is of a format that is not answered in XML
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

    /** Returns the decision itself, or that there is no update where a superblob lacks a part. */
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
     * The answer to an update request, an {@code update.xml}.
     *
     * @throws BadDataException when a release lacks what the answer needs
     */
    public String xml(Gathered gathered) {
        if (gathered.missing.isPresent()) {
            return XmlAnswer.EMPTY;
        }
        XmlAnswer xml = new XmlAnswer();
        gathered.frame.writeHeader(xml, gathered.offer);
        for (Part part : gathered.parts) {
            part.release.writeUpdates(xml, part.offer);
        }
        gathered.frame.writeFooter(xml, gathered.offer);
        String answer = xml.finish();
        return needsCompactAnswer(gathered.frame, gathered.offer.request())
                ? answer.replace("\n", "").replace("    ", "")
                : answer;
    }

    /**
     * The answer to an update request, an {@code update.xml}.
     *
     * @throws BadDataException when a release lacks what the answer needs
     */
    public String xml(Snapshot snapshot, UpdateRequest request, Decision decision) {
        return switch (decision) {
            case NoUpdate none -> XmlAnswer.EMPTY;
            case Update update -> xml(gather(snapshot, request, update));
        };
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
            case GuardianRelease guardian -> throw new BadDataException("Wrong blob type");
        };
    }

    /** The answer to a request for JSON. */
    public sealed interface JsonAnswer {
        /** There is no update: status 404. */
        record None() implements JsonAnswer {}

        /**
         * There is one.
         *
         * @param update empty where no URL of it may be answered
         */
        record Found(Optional<GuardianRelease.Update> update) implements JsonAnswer {}
    }

    /**
     * The answer to a request for JSON.
     *
     * @throws BadDataException when the release is one that is answered in XML, or lacks what the answer needs
     */
    public JsonAnswer json(Snapshot snapshot, UpdateRequest request, Decision decision) {
        return switch (decision) {
            case NoUpdate none -> new JsonAnswer.None();
            case Update(var rule, var stored) ->
                switch (stored.release()) {
                    case GuardianRelease guardian ->
                        new JsonAnswer.Found(Optional.ofNullable(
                                guardian.update(new Offer(request, rule.updateType(), policy, snapshot::builds))));
                    case XmlRelease xml -> throw new BadDataException("Wrong blob type");
                };
        };
    }
}
