// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.store.Database;
import dev.balrog.store.history.HistoryQueue;
import dev.balrog.store.history.Revision;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The way to change anything. Changes are made one after the other, be it by this process or by several: so each sees
 * what the one before has done, and nobody can make a change past a signoff that another change has just come to need.
 */
public final class ChangeEngine {
    private final Database database;
    private final HistoryQueue history;
    private final GovernanceSettings settings;
    private final InstantSource clock;
    private final ContentCache contents;
    private final @Nullable Rehearsal rehearsal;

    /** Creates an engine. */
    public ChangeEngine(Database database, HistoryQueue history, GovernanceSettings settings, InstantSource clock) {
        this(database, history, settings, clock, new ContentCache(), null);
    }

    private ChangeEngine(
            Database database,
            HistoryQueue history,
            GovernanceSettings settings,
            InstantSource clock,
            ContentCache contents,
            @Nullable Rehearsal rehearsal) {
        this.database = database;
        this.history = history;
        this.settings = settings;
        this.clock = clock;
        this.contents = contents;
        this.rehearsal = rehearsal;
    }

    /**
     * The same engine, but all changes are undone as soon as they are made. Whoever makes them learns from values and
     * exceptions whether they can be made.
     *
     * @param learning learns what they would need
     */
    public ChangeEngine rehearsing(Rehearsal learning) {
        return new ChangeEngine(database, history, settings, clock, contents, learning);
    }

    /**
     * Makes changes: all that the work asks for, or none when it throws an exception.
     *
     * @param who name of the user who makes them
     * @throws RefusedException when a change is not allowed
     * @throws dev.balrog.store.StoreException when the database fails
     * @throws dev.balrog.store.BusyException when too many others make changes at the same time
     */
    public <T> T write(String who, Function<Transaction, T> work) {
        if (rehearsal != null) {
            return database.rehearseInTurn(sql -> work.apply(transaction(sql, new ObjectHistory(), who)));
        }
        Result<T> result = database.writeInTurn(sql -> {
            ObjectHistory objects = new ObjectHistory();
            Transaction transaction = transaction(sql, objects, who);
            T value = work.apply(transaction);
            transaction.bindGiven();
            history.enqueue(sql, objects.revisions());
            return new Result<>(value, objects.revisions());
        });
        history.deliver(result.revisions);
        return result.value;
    }

    private record Result<T>(T value, List<Revision> revisions) {}

    /**
     * Reads what there is, as it is at one moment.
     *
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public <T> T read(Function<Reading, T> work) {
        return database.read(sql -> work.apply(transaction(sql, new ObjectHistory(), "")));
    }

    /** The roles that a user can sign off as; programs can't. */
    public Set<String> rolesToSignOffAs(String user) {
        return settings.systemAccounts().contains(user) ? Set.of() : read(reading -> reading.roles(user));
    }

    /**
     * Binds the signoffs that have no outcome digest to the outcomes that are current, unless the settings reject such
     * signoffs, and deletes the digests of signoffs that are gone: both are left by Mozilla's Balrog on the same database,
     * and by versions before digests. Cheap when there is nothing to do.
     *
     * @return number of signoffs bound
     */
    public int bindUnboundSignoffs() {
        boolean unbound = database.<Boolean>read(
                sql -> transaction(sql, new ObjectHistory(), "").hasUnbound());
        if (!unbound) {
            return 0;
        }
        return database.writeInTurn(
                sql -> transaction(sql, new ObjectHistory(), "").bindUnbound());
    }

    private Transaction transaction(DSLContext sql, ObjectHistory objects, String who) {
        Tables tables = new Tables(sql, objects);
        Facts facts = new Facts(sql, tables);
        Policies policies = new Policies(facts, settings.allowlist());
        SignoffDigests digests = new SignoffDigests(sql, tables);
        SignoffEvaluator evaluator = new SignoffEvaluator(sql, tables, facts, digests, contents, settings);
        Signoffs signoffs = new Signoffs(tables, policies, facts, digests, settings.systemAccounts());
        Witness witness = rehearsal == null ? new Witness.Nobody() : rehearsal;
        ScheduledChanges scheduled = new ScheduledChanges(tables, policies, signoffs, witness);
        return new Transaction(
                new Stamp(who, clock.millis()),
                facts,
                tables,
                policies,
                scheduled,
                signoffs,
                digests,
                evaluator,
                witness);
    }
}
