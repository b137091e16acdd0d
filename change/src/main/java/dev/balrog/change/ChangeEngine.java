// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.change.comment.Comments;
import dev.balrog.change.expectation.ExpectationGuard;
import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.policy.Policies;
import dev.balrog.change.reachability.ContentCache;
import dev.balrog.change.reachability.ReleaseReferences;
import dev.balrog.change.schedule.ChangeListener;
import dev.balrog.change.schedule.DryRun;
import dev.balrog.change.schedule.ScheduledChanges;
import dev.balrog.change.schedule.SignoffEvaluator;
import dev.balrog.change.signoff.SignoffDigests;
import dev.balrog.change.signoff.SignoffGate;
import dev.balrog.change.signoff.Signoffs;
import dev.balrog.change.table.AuditStamp;
import dev.balrog.change.table.ChangeAudit;
import dev.balrog.change.table.ObjectHistory;
import dev.balrog.change.table.Tables;
import dev.balrog.store.Database;
import dev.balrog.store.Savepoint;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.history.Revision;
import dev.balrog.store.history.RevisionQueue;
import dev.balrog.store.snapshot.ReleaseParseCache;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Entry point for all changes. Changes are serialized, also across processes: each change sees the
 * results of all earlier ones, so no change can bypass a signoff that an earlier change has made a
 * requirement.
 */
public final class ChangeEngine {
    private static final Principal NO_USER = new Principal.Person("");

    private final Database database;
    private final RevisionQueue history;
    private final GovernanceSettings settings;
    private final InstantSource clock;
    private final ContentCache contents;
    private final ReleaseReferences references;
    private final ReleaseParseCache releases;
    private final @Nullable DryRun dryRun;

    /** Creates an engine. */
    public ChangeEngine(Database database, RevisionQueue history, GovernanceSettings settings, InstantSource clock) {
        this(
                database,
                history,
                settings,
                clock,
                new ContentCache(),
                new ReleaseReferences(System::nanoTime),
                new ReleaseParseCache(),
                null);
    }

    private ChangeEngine(
            Database database,
            RevisionQueue history,
            GovernanceSettings settings,
            InstantSource clock,
            ContentCache contents,
            ReleaseReferences references,
            ReleaseParseCache releases,
            @Nullable DryRun dryRun) {
        this.database = database;
        this.history = history;
        this.settings = settings;
        this.clock = clock;
        this.contents = contents;
        this.references = references;
        this.releases = releases;
        this.dryRun = dryRun;
    }

    /**
     * Returns an engine for <a href="https://en.wikipedia.org/wiki/Dry_run_(testing)">dry runs</a>,
     * which rolls back every change. Return values and exceptions are those of a real change.
     *
     * @param learning collects the protections and scheduled changes
     */
    public ChangeEngine dryRun(DryRun learning) {
        return new ChangeEngine(database, history, settings, clock, contents, references, releases, learning);
    }

    /**
     * Executes changes of a user, as {@link #write(Principal, Function)} does.
     *
     * @param who name of the user
     */
    public <T> T write(String who, Function<Transaction, T> work) {
        return write(new Principal.Person(who), work);
    }

    /**
     * Executes changes in one transaction: all of them, or none if the work throws an exception.
     *
     * @param who author of the changes
     * @throws dev.balrog.change.rejection.ChangeRejectedException if a change is not allowed
     * @throws dev.balrog.store.StoreException if the database fails
     * @throws dev.balrog.store.BusyException if there are too many concurrent changes
     */
    public <T> T write(Principal who, Function<Transaction, T> work) {
        if (references.isNew()) {
            // Reads all releases in service, before the write lock is taken, so that other changes
            // don't wait.
            database.<Boolean>read(sql -> {
                references.refresh(sql);
                return true;
            });
        }
        if (dryRun != null) {
            return database.dryRunExclusively(sql -> apply(work, rolledBack(sql, who, SignoffGate.DIRECT)));
        }
        Result<T> result = database.writeExclusively(sql -> {
            ObjectHistory objects = new ObjectHistory();
            ChangeAudit audit = ChangeAudit.of(who.name());
            Transaction transaction = transaction(sql, objects, audit, who, references, SignoffGate.DIRECT);
            T value = apply(work, transaction);
            AuditChain.append(sql, who.name(), transaction.now(), audit.records());
            history.enqueue(sql, objects.revisions());
            return new Result<>(value, objects.revisions());
        });
        history.deliver(result.revisions);
        return result.value;
    }

    private static <T> T apply(Function<Transaction, T> work, Transaction transaction) {
        T value = work.apply(transaction);
        transaction.checkExpectations();
        transaction.bindGiven();
        transaction.queries().agreed().flush();
        return value;
    }

    private record Result<T>(T value, List<Revision> revisions) {}

    /**
     * Reads a consistent snapshot of the database.
     *
     * @throws dev.balrog.store.StoreException if the database fails
     */
    public <T> T read(Function<ReadTransaction, T> work) {
        return database.read(sql -> work.apply(unaudited(sql)));
    }

    /**
     * Returns the sequence number of the newest entry that the audit log had at a time
     * ({@link AuditChain#newestUntil}).
     *
     * @param millis time in milliseconds since 1970
     */
    public long newestAuditEntry(long millis) {
        return database.<Long>read(sql -> AuditChain.newestUntil(sql, millis));
    }

    /** Returns the roles that a user can sign off as; a service account has none. */
    public Set<String> rolesToSignOffAs(Principal user) {
        return serviceAccounts(user).contains(user.name()) ? Set.of() : read(reading -> reading.roles(user.name()));
    }

    /** Returns the names that can't sign off in the transaction of this user. */
    private Set<String> serviceAccounts(Principal user) {
        return switch (user) {
            case Principal.Person _ -> settings.systemAccounts();
            case Principal.ServiceAccount(String name) ->
                Stream.concat(settings.systemAccounts().stream(), Stream.of(name))
                        .collect(Collectors.toUnmodifiableSet());
        };
    }

    /**
     * Binds signoffs without an outcome digest to the current outcomes, unless the settings reject
     * such signoffs, and deletes digests of deleted signoffs. Both result from Mozilla's Balrog on
     * the same database, and from versions without digests. Cheap if there is nothing to do.
     *
     * @return number of signoffs bound
     */
    public int bindUnboundSignoffs() {
        boolean unbound = database.<Boolean>read(sql -> unaudited(sql).hasUnbound());
        return unbound
                ? database.<Integer>writeExclusively(sql -> unaudited(sql).bindUnbound())
                : 0;
    }

    /** Creates a transaction that writes no governed row. */
    private Transaction unaudited(DSLContext sql) {
        return transaction(sql, new ObjectHistory(), ChangeAudit.off(), NO_USER, references, SignoffGate.DIRECT);
    }

    /**
     * Executes changes of a user in a savepoint, and rolls them back.
     *
     * @param gate collects what the changes need
     */
    private void trial(DSLContext sql, String who, SignoffGate.Collecting gate, Consumer<Transaction> work) {
        Savepoint.rolledBack(
                sql,
                () -> apply(
                        transaction -> {
                            work.accept(transaction);
                            return gate;
                        },
                        rolledBack(sql, new Principal.Person(who), gate)));
    }

    /**
     * Creates a transaction that will be rolled back: nothing that it learns from its own rows is
     * kept.
     */
    private Transaction rolledBack(DSLContext sql, Principal who, SignoffGate gate) {
        return transaction(sql, new ObjectHistory(), ChangeAudit.off(), who, references.copy(), gate);
    }

    private Transaction transaction(
            DSLContext sql,
            ObjectHistory objects,
            ChangeAudit audit,
            Principal who,
            ReleaseReferences index,
            SignoffGate gate) {
        Tables tables = new Tables(sql, objects, audit);
        GovernanceQueries queries = new GovernanceQueries(sql, tables, serviceAccounts(who), index, contents);
        Policies policies = new Policies(queries, settings);
        SignoffDigests digests = new SignoffDigests(sql, tables);
        SignoffEvaluator evaluator = new SignoffEvaluator(sql, tables, queries, digests, contents, settings);
        Signoffs signoffs = new Signoffs(tables, policies, queries, digests);
        ChangeListener listener = dryRun == null ? new ChangeListener.None() : dryRun;
        ScheduledChanges scheduled = new ScheduledChanges(tables, policies, signoffs, listener);
        return new Transaction(
                new AuditStamp(who.name(), clock.millis()),
                gate,
                new Transaction.Parts(
                        queries,
                        tables,
                        policies,
                        scheduled,
                        signoffs,
                        digests,
                        evaluator,
                        new ExpectationGuard(tables, queries, scheduled, settings.servedUrls(), releases),
                        new Comments(tables, queries),
                        listener,
                        (author, collecting, work) -> trial(sql, author, collecting, work)));
    }
}
