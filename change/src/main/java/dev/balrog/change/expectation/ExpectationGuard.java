// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.expectation;

import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.store.jooq.Tables.BALROG_EXPECTATIONS;

import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Place;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.StoredExpectation;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.ScheduledChanges;
import dev.balrog.change.simulation.ProposedRows;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import dev.balrog.core.expectation.Expectation;
import dev.balrog.core.expectation.ExpectationEvaluator;
import dev.balrog.core.expectation.ExpectationResult;
import dev.balrog.core.expectation.ExpectedOutcome;
import dev.balrog.core.expectation.InvalidExpectationException;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.store.rows.RowOverlay;
import dev.balrog.store.snapshot.OnDemandSnapshot;
import dev.balrog.store.snapshot.OnDemandSnapshots;
import dev.balrog.store.snapshot.ReleaseParseCache;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rejects changes that break a stored expectation, within one transaction. An expectation is broken
 * if it is held before the change and not after it: what was broken before does not block a repair.
 *
 * <p>Rows are compared as they were at the start of the transaction and as they are at its end.
 * Scheduled changes are compared as if each were enacted alone, those of a split release together.
 * Requests are answered from snapshots that are built as those of the public app, from the rows of
 * this transaction, with only the releases that the requests need. Where no expectation has a request
 * for the products of a change, nothing is read. Emergency shutoffs are never rejected.
 */
public final class ExpectationGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ExpectationGuard.class);

    private final Tables tables;
    private final GovernanceQueries queries;
    private final ScheduledChanges scheduled;
    private final UrlPolicy urlPolicy;
    private final ReleaseParseCache cache;

    /** Rows that this transaction has changed, as they were before it; empty for new ones. */
    private final Map<Entity, Map<Row, Optional<Row>>> former = new HashMap<>();

    private final Scope written = new Scope();
    private final Set<String> writtenExpectations = new HashSet<>();
    private final Set<SimulatedChange> proposed = new LinkedHashSet<>();
    private @Nullable Boolean hasExpectations;

    /**
     * Creates the guard of a transaction.
     *
     * @param urlPolicy the URL policy of the public app
     * @param cache releases that were parsed for earlier transactions
     */
    public ExpectationGuard(
            Tables tables,
            GovernanceQueries queries,
            ScheduledChanges scheduled,
            UrlPolicy urlPolicy,
            ReleaseParseCache cache) {
        this.tables = tables;
        this.queries = queries;
        this.scheduled = scheduled;
        this.urlPolicy = urlPolicy;
        this.cache = cache;
    }

    /** Notes a change of a row that is about to be written. */
    public void writing(Proposal proposal) {
        if (proposal.entity() == Entity.EXPECTATIONS) {
            writtenExpectations.add(proposal.row().require(BALROG_EXPECTATIONS.NAME));
        }
        if (!isGuarded(proposal.entity()) || !hasExpectations()) {
            return;
        }
        Entity entity = proposal.entity();
        Row before = proposal.before();
        written.add(proposal);
        // A new rule has an empty key, until it is written.
        former.computeIfAbsent(entity, _ -> new HashMap<>())
                .computeIfAbsent(
                        proposal.row().only(entity.key()),
                        _ -> before == null ? Optional.empty() : Optional.of(whole(entity, before)));
    }

    /** Returns the row with all its columns. */
    private Row whole(Entity entity, Row row) {
        TableWriter rows = tables.base(entity).rows();
        return rows.isWhole(row) ? row : rows.find(row.only(entity.key())).orElse(row);
    }

    /** Notes the row that was written for a proposal, which has its generated key. */
    public void written(Proposal proposal, Row row) {
        if (proposal.entity().generatesKey() && proposal.before() == null && isGuarded(proposal.entity())) {
            Map<Row, Optional<Row>> rows = former.get(proposal.entity());
            if (rows != null) {
                rows.remove(Row.EMPTY);
                rows.put(row.only(proposal.entity().key()), Optional.empty());
            }
        }
    }

    /** Notes a scheduled change that was scheduled, edited or signed off. */
    public void proposing(ScheduledChange change) {
        if (isGuarded(change.entity()) && hasExpectations()) {
            proposed.add(simulated(change));
        }
    }

    /**
     * Checks everything that was noted.
     *
     * @throws ChangeRejectedException {@link ChangeRejection.BrokenExpectations} if an expectation
     *     is broken
     */
    public void check() {
        if (!former.isEmpty()) {
            reject(brokenByWrites());
        }
        for (SimulatedChange change : proposed) {
            reject(brokenBy(change));
        }
    }

    private static void reject(List<ExpectationResult> broken) {
        if (!broken.isEmpty()) {
            throw new ChangeRejectedException(new ChangeRejection.BrokenExpectations(broken));
        }
    }

    /** Returns the reason why the enactment of a scheduled change would be rejected; empty for none. */
    public Optional<String> obstacle(ScheduledChange change) {
        if (!isGuarded(change.entity()) || !hasExpectations()) {
            return Optional.empty();
        }
        List<ExpectationResult> broken = brokenBy(simulated(change));
        return broken.isEmpty()
                ? Optional.empty()
                : Optional.of(new ChangeRejection.BrokenExpectations(broken).reason());
    }

    private static boolean isGuarded(Entity entity) {
        return switch (entity) {
            case RULES, RELEASES, RELEASES_JSON, RELEASE_ASSETS, PINNABLE_RELEASES -> true;
            case PERMISSIONS,
                    USER_ROLES,
                    PRODUCT_REQUIRED_SIGNOFFS,
                    PERMISSIONS_REQUIRED_SIGNOFFS,
                    EMERGENCY_SHUTOFFS,
                    EXPECTATIONS,
                    CHANGE_SETS,
                    CHANGE_SET_SIGNOFFS -> false;
        };
    }

    private boolean hasExpectations() {
        Boolean known = hasExpectations;
        if (known == null) {
            known = !tables.base(Entity.EXPECTATIONS).rows().isEmpty();
            hasExpectations = known;
        }
        return known;
    }

    private static SimulatedChange simulated(ScheduledChange change) {
        return isOfSplitRelease(change.entity())
                ? new SimulatedChange.ScheduledRelease(change.base().require(NAME))
                : new SimulatedChange.Scheduled(change.entity(), change.id());
    }

    private static boolean isOfSplitRelease(Entity entity) {
        return entity == Entity.RELEASES_JSON || entity == Entity.RELEASE_ASSETS;
    }

    /** Products that changes may affect. */
    private final class Scope {
        private final Set<Place> places = new HashSet<>();
        private final Set<String> releases = new HashSet<>();

        void add(Proposal proposal) {
            boolean ofPlace = proposal.entity() == Entity.RULES || proposal.entity() == Entity.PINNABLE_RELEASES;
            Stream.of(Optional.ofNullable(proposal.before()), Optional.ofNullable(proposal.after()))
                    .flatMap(Optional::stream)
                    .forEach(row -> {
                        if (ofPlace) {
                            places.add(Place.of(row));
                        } else {
                            releases.add(row.require(NAME));
                        }
                    });
        }

        /** Returns the stored expectations with a request for one of the products. */
        List<Expectation> expectations() {
            Set<@Nullable String> affected = queries.productsServed(places, releases);
            if (affected.isEmpty()) {
                return List.of();
            }
            Set<String> names = new HashSet<>();
            for (Row row : tables.base(Entity.EXPECTATIONS)
                    .rows()
                    .selectColumns(List.of(BALROG_EXPECTATIONS.NAME, BALROG_EXPECTATIONS.PRODUCTS), Row.EMPTY)) {
                if (affected.contains(null) || !Collections.disjoint(affected, StoredExpectation.products(row))) {
                    names.add(row.require(BALROG_EXPECTATIONS.NAME));
                }
            }
            return read(names);
        }
    }

    private List<Expectation> read(Set<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<Expectation> expectations = new ArrayList<>();
        for (Row row : tables.base(Entity.EXPECTATIONS).select(Row.EMPTY)) {
            if (names.contains(row.require(BALROG_EXPECTATIONS.NAME))) {
                try {
                    expectations.add(StoredExpectation.read(row));
                } catch (InvalidExpectationException e) {
                    // Stored by another version. It must not block all changes of its products.
                    LOG.warn(
                            "The expectation {} can't be read: {}",
                            row.require(BALROG_EXPECTATIONS.NAME),
                            e.getMessage());
                }
            }
        }
        return expectations;
    }

    private List<ExpectationResult> brokenByWrites() {
        List<Expectation> expectations = written.expectations();
        if (expectations.isEmpty()) {
            return List.of();
        }
        RowOverlay overlay = new RowOverlay();
        former.forEach((entity, rows) -> rows.forEach((key, row) -> row.ifPresentOrElse(
                before -> overlay.put(entity.table(), tables.record(entity, before)),
                () -> overlay.delete(entity.table(), tables.record(entity, key)))));
        // The rows are written already, so that the overlay is the state before.
        OnDemandSnapshots data = tables.onDemand(overlay, cache);
        List<ExpectationResult> broken = broken(data.proposed(), data.stored(), expectations);
        data.keep();
        return broken;
    }

    private List<ExpectationResult> brokenBy(SimulatedChange change) {
        Scope scope = new Scope();
        for (ScheduledChange pending : pending(change)) {
            Optional<Proposal> outcome = scheduled.outcome(pending);
            if (outcome.isEmpty()) {
                // It can't be enacted, because its row was changed otherwise.
                return List.of();
            }
            scope.add(outcome.get());
        }
        List<Expectation> expectations = scope.expectations();
        if (expectations.isEmpty()) {
            return List.of();
        }
        ProposedRows rows = new ProposedRows(tables, scheduled);
        rows.apply(change);
        OnDemandSnapshots data = tables.onDemand(rows.overlay(), cache);
        List<ExpectationResult> broken = broken(data.stored(), data.proposed(), expectations);
        data.keep();
        return broken;
    }

    private List<ScheduledChange> pending(SimulatedChange change) {
        return switch (change) {
            case SimulatedChange.Scheduled(Entity entity, int id) ->
                scheduled.find(entity, id).filter(found -> !found.complete()).stream()
                        .toList();
            case SimulatedChange.ScheduledRelease(String name) ->
                Stream.of(Entity.RELEASES_JSON, Entity.RELEASE_ASSETS)
                        .flatMap(entity -> scheduled.list(entity, Row.of(NAME, name), false).stream())
                        .toList();
            case SimulatedChange.OfRow _, SimulatedChange.OfSplitRelease _, SimulatedChange.DeletionOfSplitRelease _ ->
                List.of();
        };
    }

    private List<ExpectationResult> broken(
            OnDemandSnapshot before, OnDemandSnapshot after, List<Expectation> expectations) {
        ExpectationEvaluator evaluator = new ExpectationEvaluator(urlPolicy);
        return expectations.stream()
                .filter(expectation -> !isChangedToo(expectation))
                .map(expectation -> evaluator.evaluate(before::including, after::including, expectation))
                .filter(result -> !result.isHeld())
                .filter(result -> evaluator
                        .evaluate(before::including, result.expectation())
                        .isHeld())
                .toList();
    }

    /** Returns whether this transaction writes the expectation, and thereby agrees to another response. */
    private boolean isChangedToo(Expectation expectation) {
        return expectation.outcome() instanceof ExpectedOutcome.Unchanged
                && writtenExpectations.contains(expectation.name());
    }
}
