// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.BodyCache;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.publicapp.signing.ContentSigner;
import dev.balrog.publicapp.traffic.TrafficRecorder;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.Answer;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.DockerflowEndpoints;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.HttpService;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.query.PublicQueries;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Running public app. */
public final class PublicApp implements AutoCloseable {
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

    private final Database database;
    private final SnapshotKeeper keeper;
    private final HttpService http;
    private final @Nullable TrafficRecorder traffic;
    private final Duration grace;

    private PublicApp(
            Database database,
            SnapshotKeeper keeper,
            HttpService http,
            @Nullable TrafficRecorder traffic,
            Duration grace) {
        this.database = database;
        this.keeper = keeper;
        this.http = http;
        this.traffic = traffic;
        this.grace = grace;
    }

    /**
     * Starts the app; returns when it accepts requests.
     *
     * @param random source of rollout samples and nonces; thread-safe
     * @throws dev.balrog.store.StoreException if neither the database nor the spool has a snapshot
     * @throws IOException if the listen address can't be bound
     */
    public static PublicApp start(
            PublicSettings settings,
            RandomGenerator random,
            InstantSource clock,
            ServerMetrics metrics,
            RequestLog requestLog,
            ErrorReporter errors)
            throws IOException {
        Database database = new Database(settings.database(), DatabaseOptions.forReading());
        try {
            return start(
                    settings,
                    database,
                    random,
                    clock,
                    new PublicMetrics(metrics, new AnswerFailures(errors)),
                    requestLog,
                    errors);
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static PublicApp start(
            PublicSettings settings,
            Database database,
            RandomGenerator random,
            InstantSource clock,
            PublicMetrics metrics,
            RequestLog requestLog,
            ErrorReporter errors)
            throws IOException {
        SnapshotVerifier verifier = new SnapshotVerifier(settings.urlPolicy(), settings.contentChecks(), errors);
        SnapshotFeed feed = new DatabaseSnapshots(database, settings.spool(), settings.unexplained(), verifier, errors);
        SnapshotKeeper keeper = SnapshotKeeper.start(feed, settings.pollInterval(), clock, errors, metrics::serving);
        try {
            TrafficRecorder traffic =
                    settings.trafficOneOf() == 0 ? null : new TrafficRecorder(settings.trafficOneOf(), random);
            PublicRoutes routes = routes(settings, database, keeper, random, clock, metrics, traffic);
            PublicHandler handler = new PublicHandler(routes, metrics, requestLog, errors, settings.cacheControl());
            HttpService http = HttpService.start(settings.http(), clock, handler, errors, requestLog, handler);
            metrics.watch(keeper, http, database.connections());
            metrics.watch(verifier);
            return new PublicApp(database, keeper, http, traffic, settings.grace());
        } catch (IOException | RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private static PublicRoutes routes(
            PublicSettings settings,
            Database database,
            SnapshotKeeper keeper,
            RandomGenerator random,
            InstantSource clock,
            PublicMetrics metrics,
            @Nullable TrafficRecorder traffic) {
        Decider decider = new Decider(() -> random.nextInt(RolloutSampler.SAMPLES));
        PublicQueries queries = new PublicQueries(database);
        DockerflowEndpoints dockerflow = new DockerflowEndpoints(
                () -> Long.toString(queries.countRules()),
                HEARTBEAT_TIMEOUT,
                settings.versionFile().orElse(null),
                BuildInfo.current());
        ContentSigner signer = ContentSigner.of(settings.signing(), clock, random, metrics::signing);
        metrics.watchCertificate(signer);
        List<PlainRoute> plainRoutes = new ArrayList<>();
        plainRoutes.add(PlainRoute.by(DockerflowEndpoints.HEARTBEAT, dockerflow::heartbeat));
        plainRoutes.add(PlainRoute.by(DockerflowEndpoints.LB_HEARTBEAT, dockerflow::lbHeartbeat));
        plainRoutes.add(PlainRoute.by(DockerflowEndpoints.VERSION, dockerflow::version));
        plainRoutes.addAll(StaticFiles.routes());
        signer.certificateChain().ifPresent(chain -> plainRoutes.add(StaticFiles.certificateChain(chain)));
        Predicate<String> shown = switch (settings.publicReleases()) {
            case ALL -> _ -> true;
            // The snapshot contains only the releases that rules and pins can serve.
            case LIVE -> name -> keeper.snapshot().release(name) != null;
        };
        ApiBulkhead bulkhead = new ApiBulkhead(ApiBulkhead.Limits.of(
                Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors()));
        metrics.watch(bulkhead);
        plainRoutes.addAll(
                new PublicApi(queries, shown, settings.anonymousRead() != AnonymousRead.FULL, bulkhead).routes());
        UpdateAnswers updates = new UpdateAnswers(
                decider, new Answers(decider, settings.urlPolicy()), bodies(settings, keeper, metrics), metrics);
        return new PublicRoutes(keeper::snapshot, updates, signer, plainRoutes, metrics, traffic);
    }

    private static @Nullable BodyCache bodies(PublicSettings settings, SnapshotKeeper keeper, PublicMetrics metrics) {
        if (settings.bodyCacheBytes() == 0) {
            return null;
        }
        SnapshotBodyCache bodies = new SnapshotBodyCache(keeper.snapshot(), settings.bodyCacheBytes());
        metrics.watch(bodies);
        return bodies;
    }

    /** Returns the port that the app listens on. */
    public int port() {
        return http.port();
    }

    /** Returns what is served beside the metrics, by path. */
    public Map<String, Supplier<Answer>> pages() {
        Map<String, Supplier<Answer>> pages = new HashMap<>();
        pages.put(SnapshotPage.PATH, new SnapshotPage(keeper));
        if (traffic != null) {
            pages.put(TrafficPage.PATH, new TrafficPage(traffic));
        }
        return Map.copyOf(pages);
    }

    /** Finishes requests in flight, then stops. */
    @Override
    public void close() {
        http.stop(grace);
        keeper.close();
        database.close();
        if (traffic != null) {
            traffic.close();
        }
    }
}
