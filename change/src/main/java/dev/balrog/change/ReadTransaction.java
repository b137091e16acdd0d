// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.Rights;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.change.UserName;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.store.RequestData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;

/** What can be changed, as it is at one moment: what is in force, what is scheduled, and how it came to be. */
public sealed class ReadTransaction permits Transaction {
    private final GovernanceQueries queries;
    private final Tables tables;
    private final ScheduledChanges scheduled;
    private final SignoffEvaluator evaluator;
    private final EnactmentCheck enactment;

    ReadTransaction(
            GovernanceQueries queries,
            Tables tables,
            ScheduledChanges scheduled,
            SignoffEvaluator evaluator,
            EnactmentCheck enactment) {
        this.queries = queries;
        this.tables = tables;
        this.scheduled = scheduled;
        this.evaluator = evaluator;
        this.enactment = enactment;
    }

    final GovernanceQueries queries() {
        return queries;
    }

    /** The row of this key. */
    public final Optional<Row> find(Entity entity, Row key) {
        return queries.find(entity, key);
    }

    /** The rows that have these values. */
    public final List<Row> list(Entity entity, Row values) {
        return tables.base(entity).select(values);
    }

    /** Whether there is a release of this name, however it is stored. */
    public final boolean releaseExists(String name) {
        Row key = Row.of("name", name);
        return Stream.of(Entity.RELEASES, Entity.RELEASES_JSON)
                .anyMatch(entity -> !listColumns(entity, List.of("name"), key).isEmpty());
    }

    /** Returns the names of the releases, however they are stored, that begin with a prefix. */
    public final Set<String> releasesBeginning(String prefix) {
        Set<String> names = new HashSet<>();
        for (Entity entity : List.of(Entity.RELEASES, Entity.RELEASES_JSON)) {
            TableWriter rows = tables.base(entity).rows();
            rows
                    .selectColumns(
                            List.of("name"),
                            rows.field("name").coerce(String.class).startsWith(prefix))
                    .stream()
                    .map(row -> row.requireText("name"))
                    // On some databases, letters of the other case are the same.
                    .filter(name -> name.startsWith(prefix))
                    .forEach(names::add);
        }
        return names;
    }

    /** Whether there is a release of this name that is stored whole. */
    public final boolean isWhole(String name) {
        return !listColumns(Entity.RELEASES, List.of("name"), Row.of("name", name))
                .isEmpty();
    }

    /** Some columns of the rows that have these values. */
    public final List<Row> listColumns(Entity entity, List<String> columns, Row values) {
        return tables.base(entity).rows().selectColumns(columns, values);
    }

    /** What a user may do. */
    public final Rights rights(String user) {
        return queries.rights(user);
    }

    /** The roles that a user holds. */
    public final Set<String> roles(String user) {
        return queries.roles(user);
    }

    /** Whether the user has any permission. */
    public final boolean isKnown(String user) {
        return queries.isKnown(user);
    }

    /**
     * Returns the name under which a person is stored who has any permission ({@link UserName#match}).
     *
     * @param folded folded name of the person
     */
    public final Optional<String> storedName(String folded) {
        return UserName.match(folded, queries.userNames());
    }

    /** One scheduled change. */
    public final Optional<ScheduledChange> findScheduled(Entity entity, int id) {
        return scheduled.find(entity, id);
    }

    /**
     * Scheduled changes, in the order in which they were scheduled.
     *
     * @param base values of columns of the rows that they are for
     * @param all whether also those that have been made
     */
    public final List<ScheduledChange> listScheduled(Entity entity, Row base, boolean all) {
        return scheduled.list(entity, base, all);
    }

    /**
     * What the changes of rules come to that are scheduled and have not been made, in the order in which they were
     * scheduled. Those are left out that can't be made any more, since their rule has become another by other ways.
     */
    public final List<RuleChange> scheduledRuleChanges() {
        long behindAll = listColumns(Entity.RULES, List.of("rule_id"), Row.EMPTY).stream()
                .mapToLong(row -> row.requireInt("rule_id"))
                .max()
                .orElse(0);
        List<RuleChange> changes = new ArrayList<>();
        for (ScheduledChange change : listScheduled(Entity.RULES, Row.EMPTY, false)) {
            Optional<Proposal> outcome = scheduled.outcome(change);
            if (outcome.isPresent()) {
                Row before = outcome.get().before();
                Row after = outcome.get().after();
                long id = before == null ? ++behindAll : before.requireInt("rule_id");
                int version = before == null ? 1 : before.dataVersion() + 1;
                changes.add(new RuleChange(
                        change.id(),
                        change.type(),
                        id,
                        after == null
                                ? null
                                : tables.rule(after.with("rule_id", id).with("data_version", version))));
            }
        }
        return changes;
    }

    /**
     * What the answer to a request depends on.
     *
     * @param changes of rules, which count as if they had been made
     */
    public final RequestData answering(UpdateRequest request, List<RuleChange> changes) {
        return tables.answering(request, rules -> RuleChange.apply(changes, rules));
    }

    /** Evaluates which signoffs of a scheduled change count, and what they would be for. */
    public final SignoffEvaluation evaluateSignoffs(ScheduledChange change) {
        return evaluateSignoffs(List.of(change)).getFirst();
    }

    /** Evaluates the signoffs of several scheduled changes, in their order; much is read once for all of them. */
    public List<SignoffEvaluation> evaluateSignoffs(List<ScheduledChange> changes) {
        return evaluator.evaluate(changes, evaluator.batch(scheduled));
    }

    /** The signoffs that a scheduled change needs as things are now; none once it has been made. */
    public final SignoffRequirement requiredSignoffs(ScheduledChange change) {
        return requiredSignoffs(change, evaluateSignoffs(change));
    }

    /** The same, where the signoffs have been evaluated already. */
    public final SignoffRequirement requiredSignoffs(ScheduledChange change, SignoffEvaluation evaluation) {
        return scheduled.requiredSignoffs(change, evaluation.counted());
    }

    /**
     * Returns why a scheduled change can't be enacted although it is due and signed off; empty when it can be, and when it
     * is not due or lacks signoffs.
     *
     * @param required the signoffs that it needs
     */
    public final Optional<String> enactmentObstacle(
            ScheduledChange change, SignoffEvaluation evaluation, SignoffRequirement required) {
        return enactment.obstacle(change, evaluation, required);
    }

    /** The signoffs that a change of a release needs, because of where it is served. */
    public final SignoffRequirement requiredSignoffsOfRelease(String name) {
        return Protection.requirement(queries.protectionsOfRelease(name));
    }

    /**
     * Returns the signoffs that changes of those releases need that are served in more places than those of the rules
     * that map to them: parts of superblobs, pinned releases, releases of products that a superblob names.
     */
    public final Map<String, SignoffRequirement> requiredSignoffsOfIndirectlyServed() {
        Map<String, SignoffRequirement> required = new HashMap<>();
        queries.protectionsOfIndirectlyServed()
                .forEach((name, protections) -> required.put(name, Protection.requirement(protections)));
        return required;
    }

    /** The most signoffs that any channel of a product needs. */
    public final SignoffRequirement requiredSignoffsOfProduct(String product) {
        return Protection.requirement(queries.protectionsOfProduct(product));
    }

    /** Former and present states of what is in force, the newest first. */
    public final Page history(Entity entity, HistoryQuery query) {
        return page(tables.history(entity), query);
    }

    /** Former and present states of scheduled changes with what they waited for, the newest first. */
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
                        // Of one time, the reference tells the first one first.
                        List.of(
                                history.field("timestamp").desc(),
                                history.field("change_id").asc()),
                        query.limit(),
                        query.offset()));
    }

    /** What happened, the newest first. */
    public final EventPage events(EventQuery query) {
        return new ChangeHistory(tables).page(query);
    }

    /** The state that a change led to; empty when there is no such change, or when it led to nothing. */
    public final Optional<Row> historyOf(Entity entity, int changeId) {
        return change(tables.history(entity), changeId);
    }

    /** The state of a scheduled change that a change led to, with what it waited for. */
    public final Optional<Row> scheduledHistoryOf(Entity entity, int changeId) {
        return change(tables.scheduledHistory(entity), changeId).map(row -> row.with(waitedFor(entity, row)));
    }

    private static Optional<Row> change(TableWriter history, int changeId) {
        return history.find(Row.of("change_id", changeId));
    }

    private Row waitedFor(Entity entity, Row change) {
        return tables
                .conditionsHistory(entity)
                .select(tables.conditionsHistory(entity).matches(change.only(Set.of("sc_id", "data_version"))))
                .stream()
                .findFirst()
                // The time is told of the conditions, as in the reference: both are written by one change.
                .map(row -> row.only(Stream.concat(Conditions.columns(entity).stream(), Stream.of("timestamp"))
                        .toList()))
                .orElse(Row.EMPTY);
    }

    /** The users who have any permission or role, with both. */
    public final Map<String, UserAccess> users() {
        Map<String, UserAccess> users = new HashMap<>();
        list(Entity.PERMISSIONS, Row.EMPTY)
                .forEach(
                        row -> users.merge(row.requireText("username"), UserAccess.ofPermission(row), UserAccess::and));
        list(Entity.USER_ROLES, Row.EMPTY)
                .forEach(row -> users.computeIfPresent(
                        row.requireText("username"), (_, access) -> access.and(UserAccess.ofRole(row))));
        return users;
    }
}
