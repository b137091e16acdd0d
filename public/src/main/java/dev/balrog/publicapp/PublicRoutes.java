// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.request.RequestTarget;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.publicapp.signing.ContentSigner;
import dev.balrog.publicapp.traffic.TrafficRecorder;
import dev.balrog.service.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dispatches requests to their handlers. */
final class PublicRoutes {
    private static final String ALLOWED_METHODS = "GET, HEAD, OPTIONS";

    private static final String UPDATES = "/update/";

    private final Supplier<Snapshot> snapshots;
    private final UpdateAnswers updates;
    private final ContentSigner signer;
    private final List<PlainRoute> plainRoutes;
    private final PublicMetrics metrics;
    private final @Nullable TrafficRecorder traffic;

    /**
     * Creates the routes, without recording requests.
     *
     * @param snapshots supplier of the current snapshot
     * @param plainRoutes all routes except the update URLs
     */
    PublicRoutes(
            Supplier<Snapshot> snapshots,
            UpdateAnswers updates,
            ContentSigner signer,
            List<PlainRoute> plainRoutes,
            PublicMetrics metrics) {
        this(snapshots, updates, signer, plainRoutes, metrics, null);
    }

    /**
     * Creates the routes.
     *
     * @param snapshots supplier of the current snapshot
     * @param plainRoutes all routes except the update URLs
     * @param traffic recorder of update requests; null to record none
     */
    PublicRoutes(
            Supplier<Snapshot> snapshots,
            UpdateAnswers updates,
            ContentSigner signer,
            List<PlainRoute> plainRoutes,
            PublicMetrics metrics,
            @Nullable TrafficRecorder traffic) {
        this.snapshots = snapshots;
        this.updates = updates;
        this.signer = signer;
        this.plainRoutes = plainRoutes;
        this.metrics = metrics;
        this.traffic = traffic;
    }

    /**
     * Dispatches a request, and returns its reply.
     *
     * @param method HTTP method
     * @param rawTarget path and query as in the request line
     * @param userAgent value of the {@code User-Agent} header; null if absent
     */
    Reply reply(String method, String rawTarget, @Nullable String userAgent) {
        long start = metrics.now();
        RequestTarget target = RequestTarget.parse(rawTarget).withoutDoubledLeadingSlashes();
        UpdateUrl url = UpdateUrl.of(target.segments());
        if (url != null) {
            return replyToAllowed(
                    method, target, url.parameters(), () -> update(method, url, target, userAgent, start));
        }
        for (PlainRoute route : plainRoutes) {
            List<String> arguments = route.match(target.segments());
            if (arguments != null) {
                return replyToAllowed(
                        method, target, route.parametersFor(target), () -> route.reply(arguments, target.query()));
            }
        }
        return new Reply.Now(unknown(target));
    }

    /**
     * Returns the response to a GET request for an update, if it needs neither a signature nor a
     * reason why the request is rejected; null otherwise, and then nothing is counted or recorded.
     *
     * @param rawTarget path and query as in the request line
     * @param userAgent value of the {@code User-Agent} header; null if absent
     */
    @Nullable
    PublicAnswer answerAtOnce(String rawTarget, @Nullable String userAgent) {
        if (!rawTarget.startsWith(UPDATES)) {
            return null;
        }
        long start = metrics.now();
        RequestTarget target = RequestTarget.parse(rawTarget);
        UpdateUrl url = UpdateUrl.of(target.segments());
        if (url == null
                || !url.parameters().containsAll(target.query().keySet())
                || UpdateUrl.hasEmptyPin(target.query())) {
            return null;
        }
        UpdateRequest request = url.read(target.segments(), target.query(), userAgent);
        if (signer.signs(signedAs(url, request))) {
            return null;
        }
        return answer(true, url, target, request, start);
    }

    private Reply update(String method, UpdateUrl url, RequestTarget target, @Nullable String userAgent, long start) {
        if (UpdateUrl.hasEmptyPin(target.query())) {
            return new Reply.Now(PublicAnswer.problem(new Problem(400, "Bad Request", "'' should be non-empty")));
        }
        UpdateRequest request = url.read(target.segments(), target.query(), userAgent);
        return signed(answer(method.equals("GET"), url, target, request, start), signedAs(url, request));
    }

    /** Returns the product whose key signs the response. */
    private static String signedAs(UpdateUrl url, UpdateRequest request) {
        return switch (url.format()) {
            case XML -> request.product();
            case JSON -> ContentSigner.JSON;
        };
    }

    private PublicAnswer answer(
            boolean recorded, UpdateUrl url, RequestTarget target, UpdateRequest request, long start) {
        metrics.queryParsed(start);
        if (traffic != null && recorded) {
            traffic.record(
                    url.format(),
                    request,
                    target.path().length() + target.rawQuery().length());
        }
        PublicAnswer answer = PublicAnswer.of(updates.answer(snapshots.get(), url.format(), request));
        return url.dependsOnUserAgent(target.segments()) ? answer.with("Vary", "User-Agent") : answer;
    }

    private Reply signed(PublicAnswer answer, String product) {
        if (answer.status() != 200 || !signer.signs(product)) {
            return new Reply.Now(answer);
        }
        return new Reply.Later(signer.sign(product, answer.body().getBytes(StandardCharsets.UTF_8))
                .thenApply(signature -> answer.with("Content-Signature", signature)));
    }

    private static Reply replyToAllowed(
            String method, RequestTarget target, Set<String> parameters, Supplier<Reply> reply) {
        return switch (method) {
            case "GET", "HEAD" ->
                parameters.containsAll(target.query().keySet())
                        ? reply.get()
                        : new Reply.Now(unknownParameters(target, parameters));
            case "OPTIONS" ->
                new Reply.Now(PublicAnswer.of(200, PublicAnswer.HTML, "").with("Allow", ALLOWED_METHODS));
            default ->
                new Reply.Now(PublicAnswer.problem(Problem.METHOD_NOT_ALLOWED).with("Allow", ALLOWED_METHODS));
        };
    }

    private static PublicAnswer unknownParameters(RequestTarget target, Set<String> known) {
        TreeSet<String> unknown = new TreeSet<>(target.query().keySet());
        unknown.removeAll(known);
        // Without a title, as in Mozilla's Balrog.
        return PublicAnswer.problem(
                new Problem(400, null, "Extra query parameter(s) " + String.join(", ", unknown) + " not in spec"));
    }

    private PublicAnswer unknown(RequestTarget target) {
        if (target.hasEmptySegments()) {
            RequestTarget merged = target.withoutEmptySegments();
            if (isKnown(merged.segments())) {
                return PublicAnswer.of(308, PublicAnswer.HTML, "").with("Location", merged.encoded());
            }
        }
        return target.path().startsWith("/update")
                ? PublicAnswer.of(UpdateAnswers.NO_UPDATE)
                : PublicAnswer.of(404, PublicAnswer.TEXT, Problem.NOT_FOUND.detail());
    }

    private boolean isKnown(List<String> segments) {
        return UpdateUrl.of(segments) != null || plainRoutes.stream().anyMatch(route -> route.match(segments) != null);
    }
}
