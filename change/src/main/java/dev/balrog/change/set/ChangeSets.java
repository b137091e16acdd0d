// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.set;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SETS;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SET_SIGNOFFS;

import dev.balrog.change.ReadTransaction;
import dev.balrog.change.Transaction;
import dev.balrog.change.comment.Comments;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.change.signoff.SignoffGate;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.BadDataException;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.SignoffTally;
import dev.balrog.core.outcome.CanonicalJson;
import dev.balrog.store.InvalidValueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Change sets: several changes that are proposed, signed and enacted as one, within one transaction.
 *
 * <p>A set is evaluated by executing its changes in the name of its author in a savepoint, which is
 * rolled back: each change is checked in the state that the former ones produce, and what all of
 * them need and result in is collected. Enactment evaluates the set in this way, then executes the
 * changes with the signoffs that count for it. Each change checks them, and the permissions of the
 * author, again.
 */
public final class ChangeSets {
    /** Most changes in a set. */
    public static final int MAX_CHANGES = 500;

    private final Transaction transaction;

    /** Creates change sets within a transaction. */
    public ChangeSets(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Returns the change sets in a state, or all of them; newest first. */
    public static List<ChangeSet> list(ReadTransaction reading, Optional<SetState> state) {
        return reading
                .list(
                        Entity.CHANGE_SETS,
                        state.map(wanted -> Row.of(BALROG_CHANGE_SETS.STATE, wanted.text()))
                                .orElse(Row.EMPTY))
                .stream()
                .map(ChangeSet::of)
                .sorted(Comparator.comparingInt(ChangeSet::id).reversed())
                .toList();
    }

    /** Returns a change set; rejects a missing one. */
    public ChangeSet require(int id) {
        return require(transaction, id);
    }

    private static ChangeSet require(ReadTransaction reading, int id) {
        return reading.find(Entity.CHANGE_SETS, Row.of(BALROG_CHANGE_SETS.SET_ID, id))
                .map(ChangeSet::of)
                .orElseThrow(
                        () -> new ChangeRejectedException(new ChangeRejection.Missing("Change set does not exist")));
    }

    private ChangeSet requireOpen(int id) {
        return requireOpen(transaction, id);
    }

    private static ChangeSet requireOpen(ReadTransaction reading, int id) {
        ChangeSet set = require(reading, id);
        if (set.state() != SetState.OPEN) {
            throw ChangeRejectedException.invalid(
                    "The change set is already " + set.state().text());
        }
        return set;
    }

    /**
     * Proposes a set. Signs it off for its author, if exactly one role of the author is required.
     *
     * @param description purpose of the set; may be empty
     * @throws ChangeRejectedException if a change is invalid, or its author may not make it
     */
    public ChangeSet propose(String description, List<SetChange> changes) {
        Row row = transaction.insert(
                Entity.CHANGE_SETS,
                ChangeSet.row(
                        transaction.who(),
                        Comments.checked(description, "A description"),
                        checked(changes),
                        transaction.now()));
        ChangeSet set = ChangeSet.of(row);
        signForAuthor(set, evaluate(set));
        return set;
    }

    /**
     * Edits an open set; its editor becomes its author. All signoffs become stale. An edit that
     * changes nothing creates no new version.
     *
     * @param expected data version of the set that the edit is based on
     */
    public ChangeSet edit(int id, String description, List<SetChange> changes, int expected) {
        ChangeSet present = requireOpen(id);
        String text = Comments.checked(description, "A description");
        List<SetChange> wanted = checked(changes);
        boolean same = present.author().equals(transaction.who())
                && present.description().equals(text)
                && ChangeSet.stored(present.changes()).equals(ChangeSet.stored(wanted));
        if (same && expected == present.dataVersion()) {
            return present;
        }
        ChangeSet set = update(
                id,
                Row.of(BALROG_CHANGE_SETS.AUTHOR, transaction.who())
                        .with(BALROG_CHANGE_SETS.DESCRIPTION, text)
                        .with(BALROG_CHANGE_SETS.CHANGES, ChangeSet.stored(wanted)),
                expected);
        signForAuthor(set, evaluate(set));
        return set;
    }

    /**
     * Cancels an open set.
     *
     * @param expected data version of the set
     */
    public ChangeSet cancel(int id, int expected) {
        requireOpen(id);
        return update(id, end(SetState.CANCELLED), expected);
    }

    private Row end(SetState state) {
        return new ChangeSet.End(transaction.who(), transaction.now()).row(state);
    }

    private ChangeSet update(int id, Row what, int expected) {
        return ChangeSet.of(
                transaction.update(Entity.CHANGE_SETS, Row.of(BALROG_CHANGE_SETS.SET_ID, id), what, expected));
    }

    private List<SetChange> checked(List<SetChange> changes) {
        if (changes.isEmpty() || changes.size() > MAX_CHANGES) {
            throw ChangeRejectedException.invalid(
                    "A change set has 1 to " + MAX_CHANGES + " changes, not " + changes.size());
        }
        List<SetChange> checked = new ArrayList<>();
        Set<SetChange.Subject> subjects = new HashSet<>();
        for (SetChange change : changes) {
            int position = checked.size() + 1;
            try {
                SetChange accepted = change.checked();
                accepted.subject().filter(subject -> !subjects.add(subject)).ifPresent(subject -> {
                    throw ChangeRejectedException.invalid("another change of the set is for the same row");
                });
                checked.add(accepted);
            } catch (ChangeRejectedException e) {
                throw of(position, change, e.rejection());
            }
        }
        return checked;
    }

    private static ChangeRejectedException of(int position, SetChange change, ChangeRejection cause) {
        return new ChangeRejectedException(new ChangeRejection.OfChangeSet(position, change.description(), cause));
    }

    /**
     * Evaluates an open set in the current state.
     *
     * @throws ChangeRejectedException if it can't be enacted, even with signoffs: {@link
     *     ChangeRejection.OfChangeSet} names the change
     */
    public SetEvaluation evaluate(ChangeSet set) {
        SignoffGate.Collecting collected =
                transaction.attempt(set.author(), ofAuthor -> apply(set.changes(), ofAuthor));
        String digest = digest(set, collected.digests());
        return new SetEvaluation(
                digest, collected.required(), transaction.evaluateSignoffs(recordedSignoffs(set), digest));
    }

    /** Returns the recorded signoffs of a set, whether or not they count. */
    public List<CountedSignoff> recordedSignoffs(ChangeSet set) {
        return transaction
                .list(Entity.CHANGE_SET_SIGNOFFS, Row.of(BALROG_CHANGE_SET_SIGNOFFS.SET_ID, set.id()))
                .stream()
                .map(row -> new CountedSignoff(
                        row.require(USERNAME), row.require(ROLE), row.require(BALROG_CHANGE_SET_SIGNOFFS.DIGEST)))
                .toList();
    }

    /**
     * Returns the digest of a set. The data version makes signoffs stale with each edit, also with
     * one that is taken back later.
     */
    private static String digest(ChangeSet set, List<String> outcomes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("set_id", set.id()).put("data_version", set.dataVersion()).put("author", set.author());
        ArrayNode list = json.putArray("outcomes");
        outcomes.forEach(list::add);
        return CanonicalJson.sha256(json);
    }

    private static void apply(List<SetChange> changes, Transaction ofAuthor) {
        int position = 0;
        for (SetChange change : changes) {
            position++;
            try {
                change.apply(ofAuthor);
            } catch (ChangeRejectedException e) {
                throw of(position, change, e.rejection());
            } catch (InvalidValueException e) {
                throw of(position, change, new ChangeRejection.Invalid(e.reason()));
            } catch (BadDataException e) {
                throw of(position, change, new ChangeRejection.Invalid(String.valueOf(e.getMessage())));
            }
        }
    }

    /**
     * Enacts a set: all of its changes, or none.
     *
     * @param expected the state that the caller has seen
     * @throws ChangeRejectedException if signoffs are missing, or a change can't be executed
     */
    public ChangeSet enact(int id, SignoffExpectation expected) {
        ChangeSet set = requireOpen(id);
        SetEvaluation evaluation = evaluate(set);
        require(expected, set, evaluation);
        requireMayEnact(set, evaluation);
        List<CountedSignoff> counted = evaluation.signoffs().counted();
        if (SignoffTally.of(evaluation.required(), counted) instanceof SignoffTally.Missing missing) {
            throw new ChangeRejectedException(new ChangeRejection.SignoffRequired(missing.message())
                    .with(evaluation.signoffs().ineffective()));
        }
        ChangeSet enacted = update(id, end(SetState.ENACTED), set.dataVersion());
        transaction.enactFor(set.author(), counted, ofAuthor -> apply(set.changes(), ofAuthor));
        return enacted;
    }

    /**
     * Checks the permission to enact scheduled changes. The author needs none if the changes need no
     * signoffs, because the author could execute each of them directly.
     */
    private void requireMayEnact(ChangeSet set, SetEvaluation evaluation) {
        if (!evaluation.required().isEmpty() || !set.author().equals(transaction.who())) {
            transaction
                    .queries()
                    .require(transaction.who(), Permission.SCHEDULED_CHANGE, Action.ENACT, "enact change sets");
        }
    }

    private static void require(SignoffExpectation expected, ChangeSet set, SetEvaluation evaluation) {
        boolean same = (expected.dataVersion() == null || expected.dataVersion() == set.dataVersion())
                && (expected.digest() == null || expected.digest().equals(evaluation.digest()));
        if (!same) {
            throw new ChangeRejectedException(new ChangeRejection.OutdatedSignoff(
                    "Change set " + set.id() + " or its outcome has changed since it was read",
                    set.dataVersion(),
                    evaluation.digest()));
        }
    }

    /**
     * Signs off the current outcome of a set.
     *
     * @param expected the state that the user has seen
     */
    public void signOff(int id, String role, SignoffExpectation expected) {
        ChangeSet set = requireOpen(id);
        SetEvaluation evaluation = evaluate(set);
        require(expected, set, evaluation);
        sign(set, role, evaluation.digest());
    }

    private void sign(ChangeSet set, String role, String digest) {
        Row key = Row.of(BALROG_CHANGE_SET_SIGNOFFS.SET_ID, set.id()).with(USERNAME, transaction.who());
        Row signoff = Row.of(ROLE, role).with(BALROG_CHANGE_SET_SIGNOFFS.DIGEST, digest);
        Optional<Row> present = transaction.find(Entity.CHANGE_SET_SIGNOFFS, key);
        if (present.isEmpty()) {
            transaction.insert(Entity.CHANGE_SET_SIGNOFFS, key.with(signoff));
        } else if (!present.get().with(signoff).equals(present.get())) {
            transaction.update(
                    Entity.CHANGE_SET_SIGNOFFS, key, signoff, present.get().dataVersion());
        }
    }

    private void signForAuthor(ChangeSet set, SetEvaluation evaluation) {
        transaction
                .signingRights()
                .roleOfAuthor(
                        transaction.who(), evaluation.required().countByRole().keySet())
                .ifPresent(role -> sign(set, role, evaluation.digest()));
    }

    /**
     * Revokes a signoff.
     *
     * @param username name of the signer
     * @return whether there was a signoff
     */
    public boolean withdraw(int id, String username) {
        requireOpen(id);
        Row key = Row.of(BALROG_CHANGE_SET_SIGNOFFS.SET_ID, id).with(USERNAME, username);
        Optional<Row> present = transaction.find(Entity.CHANGE_SET_SIGNOFFS, key);
        present.ifPresent(signoff -> transaction.delete(Entity.CHANGE_SET_SIGNOFFS, key, signoff.dataVersion()));
        return present.isPresent();
    }

    /** Returns the foreseen conflicts of an open set, in the order of its changes. */
    public List<SetConflict> conflicts(ChangeSet set) {
        List<SetConflict> conflicts = new ArrayList<>();
        List<ChangeSet> others = list(transaction, Optional.of(SetState.OPEN)).stream()
                .filter(other -> other.id() != set.id())
                .toList();
        for (int i = 0; i < set.changes().size(); i++) {
            SetChange change = set.changes().get(i);
            int position = i + 1;
            change.subject().ifPresent(subject -> {
                outdated(change, subject)
                        .ifPresent(message ->
                                conflicts.add(new SetConflict(position, SetConflict.Kind.OUTDATED, 0, message)));
                others.stream()
                        .filter(other -> other.changes().stream()
                                .anyMatch(its -> its.subject().equals(Optional.of(subject))))
                        .forEach(other -> conflicts.add(new SetConflict(
                                position,
                                SetConflict.Kind.CHANGE_SET,
                                other.id(),
                                "The open change set " + other.id() + " changes " + subject + " as well")));
                scheduled(subject)
                        .forEach(other -> conflicts.add(new SetConflict(
                                position,
                                SetConflict.Kind.SCHEDULED_CHANGE,
                                other.id(),
                                "The scheduled change " + other.id() + " is for " + subject + " as well")));
            });
        }
        return conflicts;
    }

    private Optional<String> outdated(SetChange change, SetChange.Subject subject) {
        if (change.what() instanceof SimulatedChange.OfSplitRelease release
                && release.merge()
                && change.expected().base().isEmpty()) {
            // It changes assets only, whose versions are checked when the set is evaluated.
            return Optional.empty();
        }
        Optional<Row> present = transaction.find(subject.entity(), subject.key());
        boolean inserts = change.what() instanceof SimulatedChange.OfRow(Entity _, ChangeType type, Row _)
                ? type == ChangeType.INSERT
                : change.expected().base().isEmpty();
        if (inserts) {
            return present.map(_ -> subject + " exists already");
        }
        if (present.isEmpty()) {
            return Optional.of(subject + " does not exist");
        }
        int expected = change.expectedVersion().orElse(0);
        int current = present.get().dataVersion();
        return expected == current
                ? Optional.empty()
                : Optional.of("The data version of " + subject + " is " + current + ", not " + expected);
    }

    private List<ScheduledChange> scheduled(SetChange.Subject subject) {
        Entity entity = subject.entity();
        if (entity == Entity.RELEASES_JSON) {
            return Stream.of(Entity.RELEASES_JSON, Entity.RELEASE_ASSETS)
                    .flatMap(part -> transaction.listScheduled(part, subject.key(), false).stream())
                    .toList();
        }
        return entity.conditions().isEmpty() ? List.of() : transaction.listScheduled(entity, subject.key(), false);
    }

    /** Returns the current row that a change is for, without large columns; empty for a new row. */
    public Optional<Row> current(SetChange change) {
        return change.subject()
                .flatMap(subject -> transaction.find(subject.entity(), subject.key()))
                .map(row -> row.without(DATA));
    }

    /** Returns the changes of an open set that affect what clients are offered, for a simulation. */
    public static List<SimulatedChange> simulated(ReadTransaction reading, int id) {
        return requireOpen(reading, id).changes().stream()
                .map(SetChange::what)
                .filter(ChangeSets::affectsClients)
                .toList();
    }

    private static boolean affectsClients(SimulatedChange change) {
        return !(change instanceof SimulatedChange.OfRow(Entity entity, ChangeType _, Row _))
                || switch (entity) {
                    case RULES, RELEASES, EMERGENCY_SHUTOFFS, PINNABLE_RELEASES -> true;
                    default -> false;
                };
    }
}
