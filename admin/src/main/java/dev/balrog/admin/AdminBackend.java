// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Handler;
import dev.balrog.admin.feed.ChangeFeed;
import dev.balrog.admin.handlers.AdminHandlers;
import dev.balrog.admin.notification.Notifications;
import dev.balrog.admin.serving.PublicApps;
import dev.balrog.admin.traffic.Traffic;
import dev.balrog.admin.traffic.TrafficCollector;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.release.ReleaseHistory;
import dev.balrog.core.lint.LintSeverities;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.ChangeDetector;
import dev.balrog.store.ConnectionPool;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.history.HistoryBucket;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.HistoryListener;
import dev.balrog.store.history.HistoryOptions;
import dev.balrog.store.history.ObjectStore;
import dev.balrog.store.history.RevisionOutbox;
import dev.balrog.store.query.PublicQueries;
import dev.balrog.store.schema.Schema;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resources of the admin app: the database, the release history, and the change engine. */
public final class AdminBackend implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminBackend.class);

    private final Database database;
    private final HistoryBuckets buckets;
    private final RevisionOutbox history;
    private final PublicQueries queries;
    private final ChangeDetector changes;
    private final ChangeEngine engine;
    private final UnboundSignoffBinder binder;
    private final ChangeFeed feed;
    private final PeriodicTask feeding;
    private final UrlPolicy urlPolicy;
    private final LintSeverities lint;
    private final PublicApps publicApps;
    private final Traffic traffic;
    private final TrafficCollector samples;
    private final PeriodicTask sampling;
    private final Clock clock;

    private AdminBackend(AdminSettings settings, HistoryBuckets buckets, HistoryListener listener, Clock clock) {
        this.buckets = buckets;
        this.clock = clock;
        this.urlPolicy = settings.urlPolicy();
        this.lint = settings.lint();
        this.publicApps = new PublicApps(settings.publicApps(), clock);
        this.traffic = new Traffic(settings.prometheus(), clock);
        this.samples = new TrafficCollector(
                settings.publicApps(),
                TrafficCollector.Limits.withinHeap(Runtime.getRuntime().maxMemory()),
                clock);
        this.sampling = new PeriodicTask("traffic-samples", TrafficCollector.INTERVAL, samples::poll);
        this.database = new Database(settings.database(), DatabaseOptions.forWriting());
        this.history = new RevisionOutbox(database, buckets, HistoryOptions.defaults(), listener, clock);
        this.queries = new PublicQueries(database);
        this.changes = queries.changesOfLists();
        this.engine = new ChangeEngine(database, history, governance(settings), clock);
        this.binder = new UnboundSignoffBinder(engine);
        this.feed = new ChangeFeed(database, settings.anonymousRead(), ChangeFeed.Limits.DEFAULT, clock);
        this.feeding = new PeriodicTask("change-feed", ChangeFeed.INTERVAL, feed::poll);
    }

    private static GovernanceSettings governance(AdminSettings settings) {
        return GovernanceSettings.of(settings.urlPolicy().allowlist(), settings.serviceAccounts())
                .withContentChecks(settings.contentChecks())
                .withUnboundSignoffs(settings.unboundSignoffs());
    }

    /**
     * Opens the backend, binds unbound signoffs, and starts to deliver queued revisions to the
     * release history.
     *
     * @param buckets stores of the release history; closed with this backend
     * @throws dev.balrog.store.StoreException when the database can't be reached, or is not up to
     *     date
     */
    public static AdminBackend open(
            AdminSettings settings, HistoryBuckets buckets, HistoryListener listener, Clock clock) {
        AdminBackend backend = new AdminBackend(settings, buckets, listener, clock);
        try {
            Schema schema = new Schema(backend.database);
            schema.requireUpToDate();
            Stream.concat(schema.serverProblems().stream(), schema.columnProblems().stream())
                    .forEach(problem -> LOG.warn("{}: {}", settings.database(), problem));
            AuditChain.begin(backend.database, clock.millis());
            backend.history.start();
            backend.binder.start();
            backend.feeding.start();
            if (backend.samples.isConfigured()) {
                backend.sampling.start();
            }
            return backend;
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /**
     * Returns the handlers of the contract's operations, by {@code operationId}.
     *
     * @param notifications result of {@link #startNotifications}
     */
    public Map<String, Handler> handlers(Optional<NotificationTasks> notifications) {
        return AdminHandlers.of(
                engine,
                new ReleaseHistory(history),
                queries,
                changes,
                urlPolicy,
                lint,
                feed,
                publicApps,
                traffic,
                samples::current,
                notifications.map(NotificationTasks::notifications),
                clock);
    }

    /** Returns the stored name of a user who has any permission, by their folded name. */
    public Optional<String> storedName(String folded) {
        return engine.read(reading -> reading.storedName(folded));
    }

    /**
     * Returns the number of rules, as a health check of the database.
     *
     * @throws dev.balrog.store.StoreException when the database is not available
     */
    public String check() {
        return Long.toString(queries.countRules());
    }

    /**
     * Returns the feed of committed changes. To be closed before the app, which otherwise waits for
     * its streams.
     */
    public ChangeFeed feed() {
        return feed;
    }

    /** Returns the collector of traffic samples. */
    public TrafficCollector trafficSamples() {
        return samples;
    }

    /** Returns the number of revisions that are queued for the release history. */
    public int queuedRevisions() {
        return history.length();
    }

    /**
     * Starts a watch on the audit log, which runs until it is closed.
     *
     * @param exported whether the heads of the log are exported to the store of the release history
     */
    public AuditWatch watchAudit(boolean exported, ServerMetrics metrics, ErrorReporter errors) {
        Optional<ObjectStore> heads = exported ? Optional.of(buckets.store(HistoryBucket.RELEASES)) : Optional.empty();
        return new AuditWatch(database, heads, clock, metrics, errors).start();
    }

    /** Starts a watch on the runs of periodic jobs, which runs until it is closed. */
    public JobWatch watchJobs(ServerMetrics metrics) {
        return new JobWatch(database, metrics).start();
    }

    /**
     * Starts to deliver notifications as the settings say, until the result is closed.
     *
     * @return empty if there are no destinations
     */
    public Optional<NotificationTasks> startNotifications(AdminSettings settings, ServerMetrics metrics) {
        if (!settings.notifications().isEnabled()) {
            return Optional.empty();
        }
        Notifications notifications = new Notifications(
                database,
                engine,
                settings.notifications(),
                settings.ui().environment(),
                Notifications.ATTEMPT_TIMEOUT,
                clock,
                System::nanoTime);
        notifications.export(metrics);
        return Optional.of(new NotificationTasks(notifications));
    }

    /** Returns the connection pool of the database. */
    public ConnectionPool connections() {
        return database.connections();
    }

    @Override
    public void close() {
        feed.close();
        feeding.close();
        publicApps.close();
        traffic.close();
        samples.close();
        sampling.close();
        binder.close();
        history.close();
        changes.close();
        buckets.close();
        database.close();
    }
}
