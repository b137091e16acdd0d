// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.change.SignoffDigests.OpenSignoff;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.Permission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes that one user makes together: all of them are made, or none. Every method throws a {@link ChangeRejectedException}
 * when what it is asked for is not allowed, or not right.
 */
public final class Transaction extends ReadTransaction {
    private static final List<CountedSignoff> NO_SIGNOFFS = List.of();

    /** What belongs to no product is for those who may change all of them. */
    private static final List<@Nullable String> NO_PRODUCT = Collections.singletonList(null);

    private final AuditStamp stamp;
    private final DirectChanges direct;
    private final ReleaseCheck releaseCheck;
    private final ScheduledChanges scheduled;
    private final Signoffs signoffs;
    private final SignoffDigests digests;
    private final SignoffEvaluator evaluator;
    private final ChangeListener listener;
    private final ChangeAudit audit;

    Transaction(
            AuditStamp stamp,
            GovernanceQueries queries,
            Tables tables,
            Policies policies,
            ScheduledChanges scheduled,
            Signoffs signoffs,
            SignoffDigests digests,
            SignoffEvaluator evaluator,
            ChangeListener listener) {
        super(queries, tables, scheduled, evaluator, new EnactmentCheck(tables, policies, scheduled, stamp.millis()));
        this.stamp = stamp;
        this.scheduled = scheduled;
        this.signoffs = signoffs;
        this.digests = digests;
        this.evaluator = evaluator;
        this.listener = listener;
        this.audit = tables.audit();
        this.releaseCheck = policies.releaseCheck();
        this.direct = new DirectChanges(tables, policies, queries, scheduled, signoffs, listener);
    }

    /** Returns the check of the content of releases. */
    ReleaseCheck releaseCheck() {
        return releaseCheck;
    }

    /** Name of the user who makes the changes. */
    public String who() {
        return stamp.who();
    }

    /** When the changes are made, in milliseconds since 1970. */
    public long now() {
        return stamp.millis();
    }

    /**
     * Inserts a row.
     *
     * @return the row as it is now, with its key and version
     */
    public Row insert(Entity entity, Row row) {
        Proposal proposal = new Proposal(entity, null, row, who());
        scheduled.requireUnreserved(proposal);
        return direct.apply(proposal, 0, NO_SIGNOFFS, stamp);
    }

    /**
     * Gives a row other values.
     *
     * @param what the values; what is not named stays
     * @param expected the version that the change was made against
     * @return the row as it is now
     */
    public Row update(Entity entity, Row key, Row what, int expected) {
        return updateFrom(entity, require(entity, key), what, expected);
    }

    /** The same, where the row as it is has been read before: large ones are slow to read. */
    Row updateFrom(Entity entity, Row before, Row what, int expected) {
        Row after = before.with(what.without(List.of("data_version")));
        Proposal proposal = new Proposal(entity, before, after, who());
        scheduled.requireUnreserved(proposal);
        return direct.apply(proposal, expected, NO_SIGNOFFS, stamp);
    }

    /** Makes a new version of a row that stays what it is. */
    Row renew(Entity entity, Row row, int expected) {
        return direct.renew(entity, row, expected, stamp);
    }

    /**
     * Deletes a row.
     *
     * @param expected the version that is to be deleted
     */
    public void delete(Entity entity, Row key, int expected) {
        Row before = require(entity, key);
        direct.apply(new Proposal(entity, before, null, who()), expected, NO_SIGNOFFS, stamp);
    }

    /** The row of this key, which has to be there. */
    Row require(Entity entity, Row key) {
        return find(entity, key)
                .orElseThrow(() -> new ChangeRejectedException(
                        new ChangeRejection.Missing(entity.table() + ": there is no " + key.only(entity.key()))));
    }

    /**
     * Schedules a change. The user agrees to it at once where there is no doubt in the name of which role.
     *
     * @param what key and values of the row as it shall be (those that are not named will be null), the version that it
     *     was made against as {@code data_version}, and what to wait for
     */
    public ScheduledChange schedule(Entity entity, ChangeType type, Row what) {
        int id = scheduled.schedule(entity, type, what, stamp);
        ScheduledChange change = scheduled.require(entity, id, "read");
        listener.scheduled(change);
        return change;
    }

    /**
     * Changes a scheduled change. The signoffs of others are withdrawn.
     *
     * @param what values, and what to wait for; what is not named stays
     * @param expected the version of the scheduled change that this was made against
     */
    public ScheduledChange edit(Entity entity, int id, Row what, int expected) {
        scheduled.edit(entity, id, what, expected, stamp);
        return scheduled.require(entity, id, "read");
    }

    /** Whether a change of the release needs signoffs, because of where it is served. */
    boolean isProtected(String release) {
        List<Protection> protections = queries().protectionsOfRelease(release);
        listener.found(protections);
        return !protections.isEmpty();
    }

    /** Drops a scheduled change. */
    public void drop(Entity entity, int id, int expected) {
        scheduled.drop(entity, id, expected, stamp);
    }

    /** Drops a scheduled change of something that the user makes go as well, which is all that they have to be allowed. */
    void dropAlong(ScheduledChange change) {
        scheduled.remove(change.entity(), change.id(), change.dataVersion(), stamp);
    }

    @Override
    public List<SignoffEvaluation> evaluateSignoffs(List<ScheduledChange> changes) {
        bindGiven();
        return super.evaluateSignoffs(changes);
    }

    /**
     * Binds the signoffs that were given in this transaction to what it has made of the scheduled changes so far. To be
     * called once more when nothing is changed any more: what is scheduled later for the same release is part of the
     * outcome, too.
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

    /** Returns whether {@link #bindUnbound} has anything to do. */
    boolean hasUnbound() {
        SignoffDigests.Differences differences = digests.differences();
        return !differences.orphaned().isEmpty() || !bindable(differences).isEmpty();
    }

    /** Binds signoffs that have no digest, and deletes digests that have no signoff; says how many were bound. */
    int bindUnbound() {
        SignoffDigests.Differences differences = digests.differences();
        differences.orphaned().forEach(signoff -> digests.unbind(signoff.entity(), signoff.id(), signoff.username()));
        SignoffEvaluator.Batch batch = evaluator.batch(scheduled);
        return bindable(differences).stream()
                .mapToInt(change -> evaluator.bindUnbound(change, batch, now()))
                .sum();
    }

    /** The changes with unbound signoffs; one whose row is gone has no outcome to bind them to. */
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
     * Enacts a scheduled change, in the name of the one who scheduled it, if it is due and enough people have agreed to
     * its current outcome.
     */
    public void enact(Entity entity, int id) {
        enact(entity, id, SignoffExpectation.NONE, null);
    }

    /**
     * Enacts a scheduled change, in the name of the one who scheduled it, if it is due and enough people have agreed to
     * its current outcome.
     *
     * @param expected what the caller takes it for
     * @param uptake the present uptake, for a change that waits for one; null where the caller does not know it
     */
    public void enact(Entity entity, int id, SignoffExpectation expected, @Nullable Integer uptake) {
        requireMayEnact();
        ScheduledChange change = scheduled.require(entity, id, "enact");
        SignoffEvaluation evaluation = evaluateBound(List.of(change)).getFirst();
        expected.require(change, evaluation.digest());
        enact(change, evaluation);
        // Last, since it passes by itself: what has to be done by somebody is told first. It undoes everything.
        Conditions.requireDue(change.conditions(), now(), uptake);
    }

    /**
     * Enacts scheduled changes that belong together: all of them, or none.
     *
     * @param expected what the caller takes them for
     */
    void enactTogether(List<ScheduledChange> changes, SignedParts expected) {
        requireMayEnact();
        List<SignoffEvaluation> evaluations = evaluateBound(changes);
        expected.require(changes, evaluations);
        for (int i = 0; i < changes.size(); i++) {
            ScheduledChange change = changes.get(i);
            // What was enacted before may have been merged into it.
            enact(scheduled.require(change.entity(), change.id(), "enact"), evaluations.get(i));
        }
        changes.forEach(change -> Conditions.requireDue(change.conditions(), now(), null));
    }

    private void requireMayEnact() {
        queries().require(who(), Permission.SCHEDULED_CHANGE, Action.ENACT, "enact scheduled changes");
    }

    /** Evaluates signoffs; those that are seen for the first time are bound, so that nothing depends on who was faster. */
    private List<SignoffEvaluation> evaluateBound(List<ScheduledChange> changes) {
        SignoffEvaluator.Batch batch = evaluator.batch(scheduled);
        changes.forEach(change -> evaluator.bindUnbound(change, batch, now()));
        return evaluator.evaluate(changes, batch);
    }

    private void enact(ScheduledChange change, SignoffEvaluation evaluation) {
        Proposal proposal = audit.enacting(() -> scheduled.complete(change, now()));
        Long expected = change.base().number("data_version");
        try {
            audit.withSignoffs(
                    evaluation.counted(),
                    () -> direct.apply(
                            proposal,
                            expected == null ? 0 : Math.toIntExact(expected),
                            evaluation.counted(),
                            new AuditStamp(change.scheduledBy(), now())));
        } catch (ChangeRejectedException e) {
            throw e.rejection() instanceof ChangeRejection.SignoffRequired required
                    ? new ChangeRejectedException(required.with(evaluation.ineffective()))
                    : e;
        }
    }

    /** Agrees to a scheduled change as it is now. */
    public void signOff(Entity entity, int id, String role) {
        signOff(entity, id, role, SignoffExpectation.NONE);
    }

    /**
     * Agrees to a scheduled change.
     *
     * @param expected what the user takes it for
     */
    public void signOff(Entity entity, int id, String role, SignoffExpectation expected) {
        signoffs.requireRole(who(), role);
        ScheduledChange change = scheduled.require(entity, id, "sign off");
        SignoffEvaluation evaluation = evaluateBound(List.of(change)).getFirst();
        expected.require(change, evaluation.digest());
        signoffs.give(entity, id, role, evaluation.digest(), stamp);
    }

    /** Agrees to scheduled changes that belong together. */
    void signOffTogether(List<ScheduledChange> changes, String role, SignedParts expected) {
        signoffs.requireRole(who(), role);
        List<SignoffEvaluation> evaluations = evaluateBound(changes);
        expected.require(changes, evaluations);
        for (int i = 0; i < changes.size(); i++) {
            ScheduledChange change = changes.get(i);
            signoffs.give(change.entity(), change.id(), role, evaluations.get(i).digest(), stamp);
        }
    }

    /**
     * Withdraws a signoff.
     *
     * @param username whose signoff
     * @return whether there was one
     */
    public boolean withdraw(Entity entity, int id, String username) {
        Optional<ScheduledChange> change = scheduled.find(entity, id);
        if (change.isPresent() && change.get().complete()) {
            throw ChangeRejectedException.invalid("Scheduled change already completed. Cannot revoke a signoff now.");
        }
        return signoffs.withdraw(
                entity, id, username, change.map(this::products).orElse(NO_PRODUCT), stamp);
    }

    /** The products that a scheduled change belongs to, as things are and as they would be; null for all products. */
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
                    change.entity() == Entity.RELEASE_ASSETS
                            ? productOfRelease(row.requireText("name"))
                            : row.text("product"));
        }
        return Collections.unmodifiableList(products);
    }

    private @Nullable String productOfRelease(String name) {
        return find(Entity.RELEASES_JSON, Row.of("name", name))
                .or(() -> queries().scheduledBase(name))
                .map(base -> base.text("product"))
                .orElse(null);
    }
}
