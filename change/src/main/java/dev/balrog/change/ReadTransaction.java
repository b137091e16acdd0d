// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.row.SharedColumns.CHANGE_ID;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.SC_ID;
import static dev.balrog.change.row.SharedColumns.TIMESTAMP;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.comment.Comments;
import dev.balrog.change.history.ChangeHistory;
import dev.balrog.change.history.EventPage;
import dev.balrog.change.history.EventQuery;
import dev.balrog.change.history.HistoryQuery;
import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.policy.Protection;
import dev.balrog.change.row.Conditions;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.EnactmentCheck;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.ScheduledChanges;
import dev.balrog.change.schedule.SignoffEvaluator;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.change.simulation.ProposedRows;
import dev.balrog.change.simulation.RuleChange;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import dev.balrog.core.change.Rights;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.change.UserName;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.store.snapshot.ReleaseParseCache;
import dev.balrog.store.snapshot.RequestData;
import dev.balrog.store.snapshot.SimulationData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;

/** Consistent read of current rows, scheduled changes, and histories. */
public sealed class ReadTransaction permits Transaction {
    private final GovernanceQueries queries;
    private final Tables tables;
    private final ScheduledChanges scheduled;
    private final SignoffEvaluator evaluator;
    private final EnactmentCheck enactment;
    private final Comments comments;

    ReadTransaction(
            GovernanceQueries queries,
            Tables tables,
            ScheduledChanges scheduled,
            SignoffEvaluator evaluator,
            EnactmentCheck enactment,
            Comments comments) {
        this.queries = queries;
        this.tables = tables;
        this.scheduled = scheduled;
        this.evaluator = evaluator;
        this.enactment = enactment;
        this.comments = comments;
    }

    /** Returns the comments on scheduled changes, for reading only. */
    public final Comments comments() {
        return comments;
    }

    public final GovernanceQueries queries() {
        return queries;
    }

    /** Returns the row with this key. */
    public final Optional<Row> find(Entity entity, Row key) {
        return queries.find(entity, key);
    }

    /** Returns the rows with these values. */
    public final List<Row> list(Entity entity, Row values) {
        return tables.base(entity).select(values);
    }

    /** Converts a row of a rule. */
    public final Rule rule(Row row) {
        return tables.rule(row);
    }

    /** Returns whether a whole or split release of this name exists. */
    public final boolean releaseExists(String name) {
        Row key = Row.of(NAME, name);
        return Stream.of(Entity.RELEASES, Entity.RELEASES_JSON)
                .anyMatch(entity -> !listColumns(entity, List.of(NAME), key).isEmpty());
    }

    /** Returns the names of the whole and split releases that begin with a prefix. */
    public final Set<String> releasesBeginning(String prefix) {
        Set<String> names = new HashSet<>();
        for (Entity entity : List.of(Entity.RELEASES, Entity.RELEASES_JSON)) {
            TableWriter rows = tables.base(entity).rows();
            rows.selectColumns(List.of(NAME), rows.field(NAME).startsWith(prefix)).stream()
                    .map(row -> row.require(NAME))
                    // Some databases compare case-insensitively.
                    .filter(name -> name.startsWith(prefix))
                    .forEach(names::add);
        }
        return names;
    }

    /** Returns whether a whole release of this name exists. */
    public final boolean isWhole(String name) {
        return !listColumns(Entity.RELEASES, List.of(NAME), Row.of(NAME, name)).isEmpty();
    }

    /** Returns some columns of the rows with these values. */
    public final List<Row> listColumns(Entity entity, List<? extends Field<?>> columns, Row values) {
        return tables.base(entity).rows().selectColumns(columns, values);
    }

    /** Returns the number of rules of a product and for all products; of all rules if it is empty. */
    public final long countRules(Optional<String> product) {
        return listColumns(Entity.RULES, List.of(PRODUCT), Row.EMPTY).stream()
                .map(row -> row.get(PRODUCT))
                .filter(of -> product.isEmpty() || of == null || of.equals(product.get()))
                .count();
    }

    /** Returns the permissions of a user. */
    public final Rights rights(String user) {
        return queries.rights(user);
    }

    /** Returns the roles of a user. */
    public final Set<String> roles(String user) {
        return queries.roles(user);
    }

    /** Returns whether the user has any permission. */
    public final boolean isKnown(String user) {
        return queries.isKnown(user);
    }

    /**
     * Returns the stored name of a user with any permission ({@link UserName#match}).
     *
     * @param folded folded name of the user
     */
    public final Optional<String> storedName(String folded) {
        return UserName.match(folded, queries.userNames());
    }

    /** Returns whether a user has the admin permission for all products. */
    public final boolean isAdmin(String user) {
        return queries.isAdmin(user, Collections.singletonList(null));
    }

    /** Returns the scheduled change with this id. */
    public final Optional<ScheduledChange> findScheduled(Entity entity, int id) {
        return scheduled.find(entity, id);
    }

    /**
     * Returns scheduled changes, in the order in which they were scheduled.
     *
     * @param base required column values of the rows that they change
     * @param all whether to include complete ones
     */
    public final List<ScheduledChange> listScheduled(Entity entity, Row base, boolean all) {
        return scheduled.list(entity, base, all);
    }

    /**
     * Returns the outcomes of the pending scheduled changes of rules, in the order in which they
     * were scheduled. Omits changes that can't be enacted because their rule was changed otherwise.
     */
    public final List<RuleChange> scheduledRuleChanges() {
        int behindAll = listColumns(Entity.RULES, List.of(RULES.RULE_ID), Row.EMPTY).stream()
                .mapToInt(row -> row.require(RULES.RULE_ID))
                .max()
                .orElse(0);
        List<RuleChange> changes = new ArrayList<>();
        for (ScheduledChange change : listScheduled(Entity.RULES, Row.EMPTY, false)) {
            Optional<Proposal> outcome = scheduled.outcome(change);
            if (outcome.isPresent()) {
                Row before = outcome.get().before();
                Row after = outcome.get().after();
                int id = before == null ? ++behindAll : before.require(RULES.RULE_ID);
                int version = before == null ? 1 : before.dataVersion() + 1;
                changes.add(new RuleChange(
                        change.id(),
                        change.type(),
                        id,
                        after == null
                                ? null
                                : tables.rule(after.with(RULES.RULE_ID, id).with(DATA_VERSION, version))));
            }
        }
        return changes;
    }

    /**
     * Returns the data that the response to a request depends on.
     *
     * @param changes changes of rules to apply first
     */
    public final RequestData answering(UpdateRequest request, List<RuleChange> changes) {
        return tables.answering(request, rules -> RuleChange.apply(changes, rules));
    }

    /**
     * Returns the data of the whole database before and after changes that are not executed.
     *
     * @param changes the changes, in the order in which they are applied
     * @param cache releases that were parsed for earlier simulations
     * @throws dev.balrog.change.rejection.ChangeRejectedException if a change can't be applied; permissions and signoffs are
     *     not checked
     */
    public final SimulationData simulating(List<SimulatedChange> changes, ReleaseParseCache cache) {
        return simulating(changes, cache, Optional.empty());
    }

    /**
     * Returns the same data, with only the rules of one product and those for all.
     *
     * @param product the product; empty for all
     */
    public final SimulationData simulating(
            List<SimulatedChange> changes, ReleaseParseCache cache, Optional<String> product) {
        ProposedRows proposed = new ProposedRows(tables, scheduled);
        changes.forEach(proposed::apply);
        return tables.simulation(proposed.overlay(), cache, product);
    }

    /** Evaluates which signoffs of a scheduled change count, and for which outcome. */
    public final SignoffEvaluation evaluateSignoffs(ScheduledChange change) {
        return evaluateSignoffs(List.of(change)).getFirst();
    }

    /** Evaluates the signoffs of several scheduled changes, in their order, with shared reads. */
    public List<SignoffEvaluation> evaluateSignoffs(List<ScheduledChange> changes) {
        return evaluator.evaluate(changes, evaluator.batch(scheduled));
    }

    /** Returns the signoffs that a scheduled change currently needs; none once it is complete. */
    public final SignoffRequirement requiredSignoffs(ScheduledChange change) {
        return requiredSignoffs(change, evaluateSignoffs(change));
    }

    /**
     * Returns the signoffs that a scheduled change currently needs, from an existing evaluation.
     */
    public final SignoffRequirement requiredSignoffs(ScheduledChange change, SignoffEvaluation evaluation) {
        return scheduled.requiredSignoffs(change, evaluation.counted());
    }

    /**
     * Returns the reason why a scheduled change can't be enacted although it is due and signed off;
     * empty if it can be, or if it is not due or lacks signoffs.
     *
     * @param required the signoffs that it needs
     */
    public final Optional<String> enactmentObstacle(
            ScheduledChange change, SignoffEvaluation evaluation, SignoffRequirement required) {
        return enactment.obstacle(change, evaluation, required);
    }

    /**
     * Returns the signoffs that a change of a release needs, because of the places where it is
     * served.
     */
    public final SignoffRequirement requiredSignoffsOfRelease(String name) {
        return Protection.requirement(queries.protectionsOfRelease(name));
    }

    /**
     * Returns the signoffs for changes of releases that are served in more places than those of
     * their rules: parts of superblobs, pinned releases, and releases of products that a superblob
     * names.
     */
    public final Map<String, SignoffRequirement> requiredSignoffsOfIndirectlyServed() {
        Map<String, SignoffRequirement> required = new HashMap<>();
        queries.protectionsOfIndirectlyServed()
                .forEach((name, protections) -> required.put(name, Protection.requirement(protections)));
        return required;
    }

    /** Returns the greatest number of signoffs per role that any channel of a product needs. */
    public final SignoffRequirement requiredSignoffsOfProduct(String product) {
        return Protection.requirement(queries.protectionsOfProduct(product));
    }

    /** Returns the former and current states of rows, newest first. */
    public final Page history(Entity entity, HistoryQuery query) {
        return page(tables.history(entity), query);
    }

    /**
     * Returns the former and current states of scheduled changes with their conditions, newest
     * first.
     */
    public final Page scheduledHistory(Entity entity, HistoryQuery query) {
        Page page = page(tables.scheduledHistory(entity), query);
        return new Page(
                page.total(),
                page.rows().stream()
                        .map(row -> row.with(waitedFor(entity, row)))
                        .toList());
    }

    private static Page page(TableWriter history, HistoryQuery query) {
        Condition condition = query.condition(history);
        return new Page(
                history.count(condition),
                history.select(
                        condition,
                        // Same timestamp: oldest first, as Mozilla's Balrog does.
                        List.of(
                                history.field(TIMESTAMP).desc(),
                                history.field(CHANGE_ID).asc()),
                        query.limit(),
                        query.offset()));
    }

    /** Returns events, newest first. */
    public final EventPage events(EventQuery query) {
        return new ChangeHistory(tables).page(query);
    }

    /**
     * Returns the state after a change; empty if there is no such change, or if it was a deletion.
     */
    public final Optional<Row> historyOf(Entity entity, int changeId) {
        return change(tables.history(entity), changeId);
    }

    /** Returns the state of a scheduled change after a change of it, with its conditions. */
    public final Optional<Row> scheduledHistoryOf(Entity entity, int changeId) {
        return change(tables.scheduledHistory(entity), changeId).map(row -> row.with(waitedFor(entity, row)));
    }

    private static Optional<Row> change(TableWriter history, int changeId) {
        return history.find(Row.of(CHANGE_ID, changeId));
    }

    private Row waitedFor(Entity entity, Row change) {
        return tables
                .conditionsHistory(entity)
                .select(tables.conditionsHistory(entity).matches(change.only(List.of(SC_ID, DATA_VERSION))))
                .stream()
                .findFirst()
                // The timestamp is that of the conditions, as in Mozilla's Balrog: one change
                // writes both.
                .map(row -> row.only(Stream.concat(Conditions.columns(entity).stream(), Stream.of(TIMESTAMP))
                        .toList()))
                .orElse(Row.EMPTY);
    }

    /** Returns the users with any permission or role, and their permissions and roles. */
    public final Map<String, UserAccess> users() {
        Map<String, UserAccess> users = new HashMap<>();
        list(Entity.PERMISSIONS, Row.EMPTY)
                .forEach(row -> users.merge(row.require(USERNAME), UserAccess.ofPermission(row), UserAccess::and));
        list(Entity.USER_ROLES, Row.EMPTY)
                .forEach(row -> users.computeIfPresent(
                        row.require(USERNAME), (_, access) -> access.and(UserAccess.ofRole(row))));
        return users;
    }
}
