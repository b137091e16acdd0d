// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.history.Revision;
import dev.balrog.store.history.RevisionOutbox;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The way to change anything. Changes are made one after the other, be it by this process or by several: so each sees
 * what the one before has done, and nobody can make a change past a signoff that another change has just come to need.
 */
public final class ChangeEngine {
    private static final Principal NOBODY = new Principal.Person("");

    private final Database database;
    private final RevisionOutbox history;
    private final GovernanceSettings settings;
    private final InstantSource clock;
    private final ContentCache contents;
    private final ReleaseReferences references;
    private final @Nullable DryRun rehearsal;

    /** Creates an engine. */
    public ChangeEngine(Database database, RevisionOutbox history, GovernanceSettings settings, InstantSource clock) {
        this(database, history, settings, clock, new ContentCache(), new ReleaseReferences(System::nanoTime), null);
    }

    private ChangeEngine(
            Database database,
            RevisionOutbox history,
            GovernanceSettings settings,
            InstantSource clock,
            ContentCache contents,
            ReleaseReferences references,
            @Nullable DryRun rehearsal) {
        this.database = database;
        this.history = history;
        this.settings = settings;
        this.clock = clock;
        this.contents = contents;
        this.references = references;
        this.rehearsal = rehearsal;
    }

    /**
     * The same engine, but all changes are undone as soon as they are made. Whoever makes them learns from values and
     * exceptions whether they can be made.
     *
     * @param learning learns what they would need
     */
    public ChangeEngine dryRun(DryRun learning) {
        return new ChangeEngine(database, history, settings, clock, contents, references, learning);
    }

    /**
     * Makes the changes of a person, as {@link #write(Principal, Function)} does.
     *
     * @param who name of the person
     */
    public <T> T write(String who, Function<Transaction, T> work) {
        return write(new Principal.Person(who), work);
    }

    /**
     * Makes changes: all that the work asks for, or none when it throws an exception.
     *
     * @param who user who makes them
     * @throws ChangeRejectedException when a change is not allowed
     * @throws dev.balrog.store.StoreException when the database fails
     * @throws dev.balrog.store.BusyException when too many others make changes at the same time
     */
    public <T> T write(Principal who, Function<Transaction, T> work) {
        if (references.isNew()) {
            // All releases in service are read, which is not to hold up other changes.
            database.<Boolean>read(sql -> {
                references.refresh(sql);
                return true;
            });
        }
        if (rehearsal != null) {
            return database.dryRunExclusively(
                    sql -> apply(work, transaction(sql, new ObjectHistory(), ChangeAudit.off(), who)));
        }
        Result<T> result = database.writeExclusively(sql -> {
            ObjectHistory objects = new ObjectHistory();
            ChangeAudit audit = ChangeAudit.of(who.name());
            Transaction transaction = transaction(sql, objects, audit, who);
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
        transaction.bindGiven();
        transaction.queries().agreed().flush();
        return value;
    }

    private record Result<T>(T value, List<Revision> revisions) {}

    /**
     * Reads what there is, as it is at one moment.
     *
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public <T> T read(Function<ReadTransaction, T> work) {
        return database.read(sql -> work.apply(unaudited(sql)));
    }

    /** Returns the roles that a user can sign off as; a service account has none. */
    public Set<String> rolesToSignOffAs(Principal user) {
        return serviceAccounts(user).contains(user.name()) ? Set.of() : read(reading -> reading.roles(user.name()));
    }

    /** Returns the names that never sign off while this user makes changes. */
    private Set<String> serviceAccounts(Principal user) {
        return switch (user) {
            case Principal.Person _ -> settings.systemAccounts();
            case Principal.ServiceAccount(String name) ->
                Stream.concat(settings.systemAccounts().stream(), Stream.of(name))
                        .collect(Collectors.toUnmodifiableSet());
        };
    }

    /**
     * Binds the signoffs that have no outcome digest to the outcomes that are current, unless the settings reject such
     * signoffs, and deletes the digests of signoffs that are gone: both are left by Mozilla's Balrog on the same database,
     * and by versions before digests. Cheap when there is nothing to do.
     *
     * @return number of signoffs bound
     */
    public int bindUnboundSignoffs() {
        boolean unbound = database.<Boolean>read(sql -> unaudited(sql).hasUnbound());
        return unbound
                ? database.<Integer>writeExclusively(sql -> unaudited(sql).bindUnbound())
                : 0;
    }

    /** A transaction that writes no governed row. */
    private Transaction unaudited(DSLContext sql) {
        return transaction(sql, new ObjectHistory(), ChangeAudit.off(), NOBODY);
    }

    private Transaction transaction(DSLContext sql, ObjectHistory objects, ChangeAudit audit, Principal who) {
        Tables tables = new Tables(sql, objects, audit);
        GovernanceQueries queries = new GovernanceQueries(sql, tables, serviceAccounts(who), references, contents);
        Policies policies = new Policies(queries, settings);
        SignoffDigests digests = new SignoffDigests(sql, tables);
        SignoffEvaluator evaluator = new SignoffEvaluator(sql, tables, queries, digests, contents, settings);
        Signoffs signoffs = new Signoffs(tables, policies, queries, digests);
        ChangeListener listener = rehearsal == null ? new ChangeListener.Nobody() : rehearsal;
        ScheduledChanges scheduled = new ScheduledChanges(tables, policies, signoffs, listener);
        return new Transaction(
                new AuditStamp(who.name(), clock.millis()),
                queries,
                tables,
                policies,
                scheduled,
                signoffs,
                digests,
                evaluator,
                listener);
    }
}
