// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.change.comment.Comments;
import dev.balrog.change.expectation.ExpectationGuard;
import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.policy.Policies;
import dev.balrog.change.policy.Protection;
import dev.balrog.change.policy.ReleaseCheck;
import dev.balrog.change.policy.SigningRights;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.ChangeComment;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Conditions;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ChangeListener;
import dev.balrog.change.schedule.EnactmentCheck;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.ScheduledChanges;
import dev.balrog.change.schedule.SignedParts;
import dev.balrog.change.schedule.SignoffEvaluator;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.change.signoff.SignoffDigests;
import dev.balrog.change.signoff.SignoffDigests.OpenSignoff;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.change.signoff.SignoffGate;
import dev.balrog.change.signoff.Signoffs;
import dev.balrog.change.table.AuditStamp;
import dev.balrog.change.table.ChangeAudit;
import dev.balrog.change.table.Tables;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.Permission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Atomic changes of one user. Every method throws a {@link ChangeRejectedException} if a change is
 * not allowed or invalid.
 */
public final class Transaction extends ReadTransaction {
    /**
     * Products of entities without product: changing them needs the permission for all products.
     */
    private static final List<@Nullable String> NO_PRODUCT = Collections.singletonList(null);

    private final AuditStamp stamp;
    private final SignoffGate gate;
    private final Parts parts;
    private final DirectChanges direct;
    private final ReleaseCheck releaseCheck;
    private final ScheduledChanges scheduled;
    private final Signoffs signoffs;
    private final SignoffDigests digests;
    private final SignoffEvaluator evaluator;
    private final ChangeListener listener;
    private final ChangeAudit audit;
    private final ExpectationGuard guard;
    private final Comments comments;

    /** Collaborators of a transaction, which all changes in it share. */
    record Parts(
            GovernanceQueries queries,
            Tables tables,
            Policies policies,
            ScheduledChanges scheduled,
            Signoffs signoffs,
            SignoffDigests digests,
            SignoffEvaluator evaluator,
            ExpectationGuard guard,
            Comments comments,
            ChangeListener listener,
            Trial trial) {}

    /** Execution of changes in a savepoint, which is rolled back. */
    interface Trial {
        /**
         * Executes changes of a user, and rolls them back.
         *
         * @param gate collects what they need
         */
        void run(String who, SignoffGate.Collecting gate, Consumer<Transaction> work);
    }

    Transaction(AuditStamp stamp, SignoffGate gate, Parts parts) {
        super(
                parts.queries,
                parts.tables,
                parts.scheduled,
                parts.evaluator,
                new EnactmentCheck(
                        parts.tables,
                        parts.policies,
                        parts.scheduled,
                        change -> parts.comments.obstacle(change).or(() -> parts.guard.obstacle(change)),
                        stamp.millis()),
                parts.comments);
        this.stamp = stamp;
        this.gate = gate;
        this.parts = parts;
        this.scheduled = parts.scheduled;
        this.signoffs = parts.signoffs;
        this.digests = parts.digests;
        this.evaluator = parts.evaluator;
        this.listener = parts.listener;
        this.guard = parts.guard;
        this.comments = parts.comments;
        this.audit = parts.tables.audit();
        this.releaseCheck = parts.policies.releaseCheck();
        this.direct = new DirectChanges(
                parts.tables, parts.policies, parts.queries, scheduled, signoffs, guard, listener, evaluator::digest);
    }

    /**
     * Executes changes in the name of a user in a savepoint, and rolls them back. Checks everything
     * but signoffs, which are collected.
     *
     * @param who name of the user
     * @throws ChangeRejectedException if a change is not allowed
     */
    public SignoffGate.Collecting attempt(String who, Consumer<Transaction> work) {
        SignoffGate.Collecting collected = new SignoffGate.Collecting();
        parts.trial.run(who, collected, work);
        return collected;
    }

    /**
     * Executes changes in the name of the author of a change set, as far as the signoffs of the set
     * allow.
     *
     * @param counted the signoffs of the set that count
     * @throws ChangeRejectedException if a change is not allowed
     */
    public void enactFor(String author, List<CountedSignoff> counted, Consumer<Transaction> work) {
        Transaction ofAuthor =
                new Transaction(new AuditStamp(author, stamp.millis()), new SignoffGate.Counted(counted, true), parts);
        if (counted.isEmpty()) {
            work.accept(ofAuthor);
            return;
        }
        audit.withSignoffs(counted, () -> {
            work.accept(ofAuthor);
            return ofAuthor;
        });
    }

    /**
     * Evaluates which signoffs of a change set count.
     *
     * @param given recorded signoffs with the digests that they are bound to
     * @param digest current digest of the set
     */
    public SignoffEvaluation evaluateSignoffs(List<CountedSignoff> given, String digest) {
        return evaluator.evaluate(given, digest);
    }

    /** Returns the rights to sign off and to revoke signoffs. */
    public SigningRights signingRights() {
        return signoffs.rights();
    }

    /** Returns the check of the content of releases. */
    public ReleaseCheck releaseCheck() {
        return releaseCheck;
    }

    /** Returns the name of the author of the changes. */
    public String who() {
        return stamp.who();
    }

    /** Returns the time of the changes, in milliseconds since 1970. */
    public long now() {
        return stamp.millis();
    }

    /**
     * Inserts a row.
     *
     * @return the new row, with its key and data version
     */
    public Row insert(Entity entity, Row row) {
        Proposal proposal = new Proposal(entity, null, row, who());
        scheduled.requireUnreserved(proposal);
        return direct.apply(proposal, 0, gate, stamp);
    }

    /**
     * Updates values of a row.
     *
     * @param what the new values; absent columns stay unchanged
     * @param expected the data version that the change is based on
     * @return the new row
     */
    public Row update(Entity entity, Row key, Row what, int expected) {
        return updateFrom(entity, require(entity, key), what, expected);
    }

    /** Updates values of a row that has already been read, because large ones are slow to read. */
    public Row updateFrom(Entity entity, Row before, Row what, int expected) {
        Row after = before.with(what.without(List.of(DATA_VERSION)));
        Proposal proposal = new Proposal(entity, before, after, who());
        scheduled.requireUnreserved(proposal);
        return direct.apply(proposal, expected, gate, stamp);
    }

    /** Creates a new version of a row without changing its values. */
    public Row renew(Entity entity, Row row, int expected) {
        return direct.renew(entity, row, expected, stamp);
    }

    /**
     * Deletes a row.
     *
     * @param expected the data version to delete
     */
    public void delete(Entity entity, Row key, int expected) {
        Row before = require(entity, key);
        direct.apply(new Proposal(entity, before, null, who()), expected, gate, stamp);
    }

    /** Returns the row with this key; rejects a missing one. */
    public Row require(Entity entity, Row key) {
        return find(entity, key)
                .orElseThrow(() -> new ChangeRejectedException(
                        new ChangeRejection.Missing(entity.tableName() + ": there is no " + key.only(entity.key()))));
    }

    /**
     * Schedules a change. Also signs it off for the user, if exactly one role of the user is
     * required.
     *
     * @param what key and values of the new row (absent columns become null), the data version that
     *     it is based on as {@code data_version}, and conditions
     */
    public ScheduledChange schedule(Entity entity, ChangeType type, Row what) {
        int id = scheduled.schedule(entity, type, what, stamp);
        ScheduledChange change = scheduled.require(entity, id, "read");
        listener.scheduled(change);
        guard.proposing(change);
        return change;
    }

    /**
     * Edits a scheduled change. Revokes the signoffs of all other users.
     *
     * @param what values and conditions; absent columns stay unchanged
     * @param expected the data version of the scheduled change that the edit is based on
     */
    public ScheduledChange edit(Entity entity, int id, Row what, int expected) {
        scheduled.edit(entity, id, what, expected, stamp);
        ScheduledChange change = scheduled.require(entity, id, "read");
        guard.proposing(change);
        return change;
    }

    /**
     * Revokes the signoffs of all other users for a scheduled change, because another part of its
     * release was edited, which is part of the outcome.
     */
    public void editAlong(ScheduledChange change) {
        scheduled.editAlong(change, stamp);
        guard.proposing(change);
    }

    /**
     * Returns whether a change of the release can't be executed directly, because it needs signoffs
     * where the release is served. False for the changes of a change set, each of which counts the
     * signoffs of the set.
     */
    public boolean isProtected(String release) {
        List<Protection> protections = queries().protectionsOfRelease(release);
        listener.found(protections);
        return !protections.isEmpty() && !gate.isOfChangeSet();
    }

    /** Drops a scheduled change. */
    public void drop(Entity entity, int id, int expected) {
        scheduled.drop(entity, id, expected, stamp);
    }

    /**
     * Drops a scheduled change of a row that the user deletes as well. Needs no permission besides
     * that to delete the row.
     */
    public void dropAlong(ScheduledChange change) {
        scheduled.remove(change.entity(), change.id(), change.dataVersion(), stamp);
    }

    @Override
    public List<SignoffEvaluation> evaluateSignoffs(List<ScheduledChange> changes) {
        bindGiven();
        return super.evaluateSignoffs(changes);
    }

    /**
     * Binds the signoffs given in this transaction to the outcomes of the scheduled changes so far.
     * Must be called again after the last change, because later scheduled changes of the same
     * release are part of the outcome.
     */
    void bindGiven() {
        List<OpenSignoff> given = signoffs.given();
        if (!given.isEmpty()) {
            SignoffEvaluator.Batch batch = evaluator.batch(scheduled);
            for (OpenSignoff signoff : given) {
                scheduled
                        .find(signoff.entity(), signoff.id())
                        .flatMap(batch::digest)
                        .ifPresent(digest ->
                                digests.bind(signoff.entity(), signoff.id(), signoff.username(), digest, now(), false));
            }
        }
    }

    /** Rejects the transaction if its changes break a stored expectation. */
    void checkExpectations() {
        guard.check();
    }

    /** Returns whether {@link #bindUnbound} has anything to do. */
    boolean hasUnbound() {
        SignoffDigests.Differences differences = digests.differences();
        return !differences.orphaned().isEmpty() || !bindable(differences).isEmpty();
    }

    /**
     * Binds signoffs without digest, and deletes digests without signoff; returns the number of
     * signoffs bound.
     */
    int bindUnbound() {
        SignoffDigests.Differences differences = digests.differences();
        differences.orphaned().forEach(signoff -> digests.unbind(signoff.entity(), signoff.id(), signoff.username()));
        SignoffEvaluator.Batch batch = evaluator.batch(scheduled);
        return bindable(differences).stream()
                .mapToInt(change -> evaluator.bindUnbound(change, batch, now()))
                .sum();
    }

    /**
     * Returns the changes with unbound signoffs, except those whose row was deleted, which have no
     * outcome.
     */
    private List<ScheduledChange> bindable(SignoffDigests.Differences differences) {
        return evaluator.rejectsUnbound()
                ? List.of()
                : differences.unbound().stream()
                        .map(signoff -> new OpenSignoff(signoff.entity(), signoff.id(), ""))
                        .distinct()
                        .flatMap(open -> scheduled.find(open.entity(), open.id()).stream())
                        .filter(change -> scheduled.proposal(change).isPresent())
                        .toList();
    }

    /**
     * Enacts a scheduled change, in the name of the user who scheduled it, if it is due and its
     * current outcome has the required signoffs.
     */
    public void enact(Entity entity, int id) {
        enact(entity, id, SignoffExpectation.NONE, null);
    }

    /**
     * Enacts a scheduled change, in the name of the user who scheduled it, if it is due and its
     * current outcome has the required signoffs.
     *
     * @param expected the state that the caller has seen
     * @param uptake the current uptake, for a change with an uptake condition; null if the caller
     *     does not know it
     */
    public void enact(Entity entity, int id, SignoffExpectation expected, @Nullable Integer uptake) {
        requireMayEnact();
        ScheduledChange change = scheduled.require(entity, id, "enact");
        SignoffEvaluation evaluation = evaluateBound(List.of(change)).getFirst();
        expected.require(change, evaluation.digest());
        enact(change, evaluation);
        // Checked last, because it resolves itself with time: rejections that need an action come
        // first. Rolls back the transaction.
        Conditions.requireDue(change.conditions(), now(), uptake);
    }

    /**
     * Enacts related scheduled changes: all of them, or none.
     *
     * @param expected the state that the caller has seen
     */
    public void enactTogether(List<ScheduledChange> changes, SignedParts expected) {
        requireMayEnact();
        List<SignoffEvaluation> evaluations = evaluateBound(changes);
        expected.require(changes, evaluations);
        for (int i = 0; i < changes.size(); i++) {
            ScheduledChange change = changes.get(i);
            // A change enacted before may have been merged into it.
            enact(scheduled.require(change.entity(), change.id(), "enact"), evaluations.get(i));
        }
        changes.forEach(change -> Conditions.requireDue(change.conditions(), now(), null));
    }

    private void requireMayEnact() {
        queries().require(who(), Permission.SCHEDULED_CHANGE, Action.ENACT, "enact scheduled changes");
    }

    /**
     * Evaluates signoffs; binds those that are read for the first time, so that the result does not
     * depend on timing.
     */
    private List<SignoffEvaluation> evaluateBound(List<ScheduledChange> changes) {
        SignoffEvaluator.Batch batch = evaluator.batch(scheduled);
        changes.forEach(change -> evaluator.bindUnbound(change, batch, now()));
        return evaluator.evaluate(changes, batch);
    }

    private void enact(ScheduledChange change, SignoffEvaluation evaluation) {
        comments.requireNoRequest(change);
        Proposal proposal = audit.enacting(() -> scheduled.complete(change, now()));
        Integer expected = change.base().get(DATA_VERSION);
        try {
            audit.withSignoffs(
                    evaluation.counted(),
                    () -> direct.apply(
                            proposal,
                            expected == null ? 0 : expected,
                            new SignoffGate.Counted(evaluation.counted(), false),
                            new AuditStamp(change.scheduledBy(), now())));
        } catch (ChangeRejectedException e) {
            throw e.rejection() instanceof ChangeRejection.SignoffRequired required
                    ? new ChangeRejectedException(required.with(evaluation.ineffective()))
                    : e;
        }
    }

    /** Signs off the current state of a scheduled change. */
    public void signOff(Entity entity, int id, String role) {
        signOff(entity, id, role, SignoffExpectation.NONE);
    }

    /**
     * Signs off a scheduled change.
     *
     * @param expected the state that the user has seen
     */
    public void signOff(Entity entity, int id, String role, SignoffExpectation expected) {
        signoffs.rights().requireRole(who(), role);
        ScheduledChange change = scheduled.require(entity, id, "sign off");
        SignoffEvaluation evaluation = evaluateBound(List.of(change)).getFirst();
        expected.require(change, evaluation.digest());
        signoffs.give(entity, id, role, evaluation.digest(), stamp);
        guard.proposing(change);
    }

    /** Signs off related scheduled changes. */
    public void signOffTogether(List<ScheduledChange> changes, String role, SignedParts expected) {
        signoffs.rights().requireRole(who(), role);
        List<SignoffEvaluation> evaluations = evaluateBound(changes);
        expected.require(changes, evaluations);
        for (int i = 0; i < changes.size(); i++) {
            ScheduledChange change = changes.get(i);
            signoffs.give(change.entity(), change.id(), role, evaluations.get(i).digest(), stamp);
            guard.proposing(change);
        }
    }

    /**
     * Revokes a signoff.
     *
     * @param username name of the signer
     * @return whether there was a signoff
     */
    public boolean withdraw(Entity entity, int id, String username) {
        Optional<ScheduledChange> change = scheduled.find(entity, id);
        if (change.isPresent() && change.get().complete()) {
            throw ChangeRejectedException.invalid("Scheduled change already completed. Cannot revoke a signoff now.");
        }
        return signoffs.withdraw(
                entity, id, username, change.map(this::products).orElse(NO_PRODUCT), stamp);
    }

    /**
     * Comments on a pending scheduled change.
     *
     * @param version data version of the scheduled change that the user has seen
     * @param requestsChanges whether the comment blocks the enactment
     */
    public ChangeComment comment(Entity entity, int id, int version, String message, boolean requestsChanges) {
        return comments.add(scheduled.require(entity, id, "comment"), version, message, requestsChanges, stamp);
    }

    /**
     * Withdraws a request for changes of the user, or dismisses that of another user.
     *
     * @param number number of the comment
     */
    public ChangeComment resolve(Entity entity, int id, int number) {
        ScheduledChange change = scheduled.require(entity, id, "resolve");
        return comments.resolve(change, number, products(change), stamp);
    }

    /**
     * Returns the products of a scheduled change, in the old and the new state; null for all
     * products.
     */
    private List<@Nullable String> products(ScheduledChange change) {
        Optional<Proposal> proposal = scheduled.proposal(change);
        if (proposal.isEmpty()) {
            return NO_PRODUCT;
        }
        List<@Nullable String> products = new ArrayList<>();
        for (Row row : Stream.of(proposal.get().before(), proposal.get().after())
                .flatMap(Stream::ofNullable)
                .toList()) {
            products.add(
                    change.entity() == Entity.RELEASE_ASSETS ? productOfRelease(row.require(NAME)) : row.get(PRODUCT));
        }
        return Collections.unmodifiableList(products);
    }

    private @Nullable String productOfRelease(String name) {
        return find(Entity.RELEASES_JSON, Row.of(NAME, name))
                .or(() -> queries().scheduledBase(name))
                .map(base -> base.get(PRODUCT))
                .orElse(null);
    }
}
