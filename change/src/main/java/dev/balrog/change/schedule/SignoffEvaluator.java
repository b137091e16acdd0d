// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import static dev.balrog.change.row.SharedColumns.NAME;

import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.policy.UnboundSignoffs;
import dev.balrog.change.reachability.ContentCache;
import dev.balrog.change.reachability.ReleaseContents;
import dev.balrog.change.rejection.IneffectiveSignoff;
import dev.balrog.change.rejection.IneffectiveSignoff.Reason;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.signoff.OutcomeReader;
import dev.balrog.change.signoff.SignoffDigests;
import dev.balrog.change.signoff.SignoffDigests.Binding;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.change.table.Tables;
import dev.balrog.core.change.CountedSignoff;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Decides which recorded signoffs count, for listings, enactments and rejections. */
public final class SignoffEvaluator {
    private final DSLContext sql;
    private final Tables tables;
    private final GovernanceQueries queries;
    private final SignoffDigests digests;
    private final ContentCache cache;
    private final GovernanceSettings settings;

    public SignoffEvaluator(
            DSLContext sql,
            Tables tables,
            GovernanceQueries queries,
            SignoffDigests digests,
            ContentCache cache,
            GovernanceSettings settings) {
        this.sql = sql;
        this.tables = tables;
        this.queries = queries;
        this.digests = digests;
        this.cache = cache;
        this.settings = settings;
    }

    /** Computes outcome digests of several scheduled changes. Must not be used after a write. */
    public final class Batch {
        private final ScheduledChanges scheduled;
        private final OutcomeReader outcomes = new OutcomeReader(tables, new ReleaseContents(sql, tables, cache));
        private final Map<String, List<Proposal>> pendingByRelease = new HashMap<>();

        private Batch(ScheduledChanges scheduled) {
            this.scheduled = scheduled;
        }

        /**
         * Returns the outcome digest of a scheduled change; empty if it is complete or its row was
         * deleted.
         */
        public Optional<String> digest(ScheduledChange change) {
            return change.complete()
                    ? Optional.empty()
                    : scheduled.proposal(change).map(proposal -> outcomes.digest(proposal, this::pending));
        }

        private List<Proposal> pending(String release) {
            return pendingByRelease.computeIfAbsent(
                    release,
                    name -> Stream.of(Entity.RELEASES_JSON, Entity.RELEASE_ASSETS)
                            .flatMap(entity -> scheduled.list(entity, Row.of(NAME, name), false).stream())
                            .filter(change -> name.equals(change.base().get(NAME)))
                            .flatMap(change -> scheduled.proposal(change).stream())
                            .toList());
        }
    }

    public Batch batch(ScheduledChanges scheduled) {
        return new Batch(scheduled);
    }

    /** Evaluates the signoffs of scheduled changes, in their order. */
    public List<SignoffEvaluation> evaluate(List<ScheduledChange> changes, Batch batch) {
        Map<Entity, List<Integer>> signed = new EnumMap<>(Entity.class);
        changes.stream()
                .filter(change -> !change.signoffs().isEmpty())
                .forEach(change -> signed.computeIfAbsent(change.entity(), _ -> new ArrayList<>())
                        .add(change.id()));
        GovernanceQueries.Signers signers =
                signed.isEmpty() ? new GovernanceQueries.Signers(Set.of(), Map.of()) : queries.signers();
        Map<Entity, Map<Integer, Map<String, Binding>>> bindings = new EnumMap<>(Entity.class);
        signed.forEach((entity, ids) -> bindings.put(entity, digests.find(entity, ids)));
        return changes.stream()
                .map(change -> evaluate(
                        change,
                        bindings.getOrDefault(change.entity(), Map.of()).getOrDefault(change.id(), Map.of()),
                        signers,
                        batch.digest(change)))
                .toList();
    }

    private SignoffEvaluation evaluate(
            ScheduledChange change,
            Map<String, Binding> bindings,
            GovernanceQueries.Signers signers,
            Optional<String> current) {
        List<CountedSignoff> counted = new ArrayList<>();
        List<String> unbound = new ArrayList<>();
        List<IneffectiveSignoff> ineffective = new ArrayList<>();
        change.signoffs().forEach((user, role) -> {
            Binding binding = bindings.get(user);
            Optional<Reason> reason =
                    change.complete() ? Optional.empty() : ineffective(user, role, binding, signers, current);
            if (reason.isPresent()) {
                ineffective.add(new IneffectiveSignoff(user, role, reason.get()));
            } else {
                String digest = binding == null ? current.orElse("") : binding.digest();
                counted.add(new CountedSignoff(user, role, digest));
                if (!change.complete() && (binding == null || binding.firstSight())) {
                    unbound.add(user);
                }
            }
        });
        return new SignoffEvaluation(current, counted, unbound, ineffective);
    }

    private Optional<Reason> ineffective(
            String user,
            String role,
            @Nullable Binding binding,
            GovernanceQueries.Signers signers,
            Optional<String> current) {
        if (settings.systemAccounts().contains(user)) {
            return Optional.of(Reason.SERVICE_ACCOUNT);
        }
        if (!signers.isKnown(user)) {
            return Optional.of(Reason.UNKNOWN_USER);
        }
        if (!signers.holds(user, role)) {
            return Optional.of(Reason.ROLE_REVOKED);
        }
        if (binding == null || binding.firstSight()) {
            if (rejectsUnbound()) {
                return Optional.of(Reason.UNBOUND);
            }
            if (binding == null) {
                // Read for the first time, so it counts for the current outcome.
                return Optional.empty();
            }
        }
        return current.isPresent() && current.get().equals(binding.digest())
                ? Optional.empty()
                : Optional.of(Reason.STALE);
    }

    /**
     * Returns the outcome digest of a change in the current state, in which it is about to be
     * written.
     *
     * @param generatedKeys ids of rules, each with the number that the digest has in its place
     */
    public String digest(Proposal proposal, Map<Long, Long> generatedKeys) {
        return new OutcomeReader(tables, new ReleaseContents(sql, tables, cache), generatedKeys)
                .digest(proposal, _ -> List.of(proposal));
    }

    /**
     * Evaluates the signoffs of a change set.
     *
     * @param given recorded signoffs with the digests that they are bound to
     * @param current current digest of the set
     */
    public SignoffEvaluation evaluate(List<CountedSignoff> given, String current) {
        GovernanceQueries.Signers signers = queries.signers();
        List<CountedSignoff> counted = new ArrayList<>();
        List<IneffectiveSignoff> ineffective = new ArrayList<>();
        for (CountedSignoff signoff : given) {
            ineffective(
                            signoff.username(),
                            signoff.role(),
                            new Binding(signoff.digest(), false),
                            signers,
                            Optional.of(current))
                    .ifPresentOrElse(
                            reason ->
                                    ineffective.add(new IneffectiveSignoff(signoff.username(), signoff.role(), reason)),
                            () -> counted.add(signoff));
        }
        return new SignoffEvaluation(Optional.of(current), counted, List.of(), ineffective);
    }

    public boolean rejectsUnbound() {
        return settings.unboundSignoffs() == UnboundSignoffs.REJECT;
    }

    /**
     * Binds the signoffs of a change that have no digest to the current outcome, unless such
     * signoffs are rejected.
     *
     * @return number of signoffs bound
     */
    public int bindUnbound(ScheduledChange change, Batch batch, long millis) {
        if (rejectsUnbound() || change.complete() || change.signoffs().isEmpty()) {
            return 0;
        }
        Map<String, Binding> bindings =
                digests.find(change.entity(), List.of(change.id())).getOrDefault(change.id(), Map.of());
        List<String> unbound = change.signoffs().keySet().stream()
                .filter(user -> !bindings.containsKey(user))
                .toList();
        Optional<String> digest = unbound.isEmpty() ? Optional.empty() : batch.digest(change);
        digest.ifPresent(current ->
                unbound.forEach(user -> digests.bind(change.entity(), change.id(), user, current, millis, true)));
        return digest.isPresent() ? unbound.size() : 0;
    }
}
