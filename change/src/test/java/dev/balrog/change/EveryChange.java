// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.MatrixWorld.AGENT;
import static dev.balrog.change.MatrixWorld.PLANNER;
import static dev.balrog.change.row.SharedColumns.WHEN;

import dev.balrog.change.MatrixWorld.Deed;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes changes of every kind in {@link MatrixWorld}, each in every way: at once, scheduled and enacted, dropped. */
final class EveryChange {
    private final EngineOn engine;
    private final Set<String> done = new TreeSet<>();

    private EveryChange(EngineOn engine) {
        this.engine = engine;
    }

    /** Makes the changes, and returns those that were made, such as {@code "enact RULES UPDATE"}. */
    static Set<String> make(EngineOn engine) {
        EveryChange all = new EveryChange(engine);
        Map<String, Deed> deeds = new TreeMap<>(MatrixWorld.DEEDS);
        // A release that is read-only can't be changed any more.
        Map<String, Deed> last = new TreeMap<>(deeds);
        last.keySet().removeIf(name -> !name.contains("read-only"));
        deeds.keySet().removeAll(last.keySet());
        for (ChangeType type : List.of(ChangeType.UPDATE, ChangeType.INSERT, ChangeType.DELETE)) {
            all.schedule(deeds, type, false);
            all.now(deeds, type);
        }
        all.schedule(deeds, ChangeType.INSERT, true);
        all.others();
        all.schedule(deeds, ChangeType.UPDATE, true);
        all.now(last, ChangeType.UPDATE);
        all.schedule(deeds, ChangeType.DELETE, true);
        return all.done;
    }

    private void schedule(Map<String, Deed> deeds, ChangeType type, boolean enacted) {
        deeds.values().stream()
                .filter(deed -> deed.type() == type)
                .forEach(deed -> scheduled(deed).ifPresent(id -> {
                    String what = deed.entity() + " " + type;
                    attempt("edit " + what, transaction -> edit(transaction, deed, id));
                    comment(deed, id);
                    attempt("revoke " + what, transaction -> transaction.withdraw(deed.entity(), id, PLANNER));
                    attempt("sign " + what, transaction -> {
                        transaction.signOff(deed.entity(), id, "releng");
                        return id;
                    });
                    attempt(AGENT, "second " + what, transaction -> {
                        transaction.signOff(deed.entity(), id, "releng");
                        return id;
                    });
                    // Edits may have put it off.
                    engine.at(MatrixWorld.LATER + Duration.ofDays(1).toMillis());
                    boolean made = enacted
                            && attempt("enact " + what, transaction -> {
                                transaction.enact(deed.entity(), id);
                                return id;
                            });
                    engine.atPresent();
                    if (!made) {
                        attempt("drop " + what, transaction -> {
                            transaction.drop(deed.entity(), id, version(transaction, deed, id));
                            return id;
                        });
                    }
                }));
    }

    private void comment(Deed deed, int id) {
        String what = deed.entity() + " " + deed.type();
        attempt(
                "comment " + what,
                transaction -> transaction.comment(deed.entity(), id, version(transaction, deed, id), "Why?", false));
        attempt("request " + what, transaction -> {
            int version = version(transaction, deed, id);
            return transaction.comment(deed.entity(), id, version, "Not yet.", true);
        });
        attempt("resolve " + what, transaction -> transaction.resolve(deed.entity(), id, 2));
    }

    private static Object edit(Transaction transaction, Deed deed, int id) {
        return transaction.edit(deed.entity(), id, deed.edit(), version(transaction, deed, id));
    }

    private static int version(Transaction transaction, Deed deed, int id) {
        return transaction.findScheduled(deed.entity(), id).orElseThrow().dataVersion();
    }

    private Optional<Integer> scheduled(Deed deed) {
        int[] id = {0};
        boolean made = attempt("schedule " + deed.entity() + " " + deed.type(), transaction -> {
            Row row = deed.type() == ChangeType.INSERT
                    ? deed.key().with(deed.what())
                    : transaction.find(deed.entity(), deed.key()).orElseThrow().with(deed.what());
            id[0] = transaction
                    .schedule(deed.entity(), deed.type(), row.with(WHEN, MatrixWorld.LATER))
                    .id();
            return id;
        });
        return made ? Optional.of(id[0]) : Optional.empty();
    }

    private void now(Map<String, Deed> deeds, ChangeType type) {
        deeds.values().stream()
                .filter(deed -> deed.type() == type)
                .forEach(deed -> attempt("now " + deed.entity() + " " + type, transaction -> switch (type) {
                    case INSERT -> transaction.insert(deed.entity(), deed.key().with(deed.what()));
                    case UPDATE ->
                        transaction.update(
                                deed.entity(),
                                deed.key(),
                                deed.what(),
                                present(transaction, deed).dataVersion());
                    case DELETE -> {
                        transaction.delete(
                                deed.entity(),
                                deed.key(),
                                present(transaction, deed).dataVersion());
                        yield deed;
                    }
                }));
    }

    private static Row present(Transaction transaction, Deed deed) {
        return transaction.find(deed.entity(), deed.key()).orElseThrow();
    }

    private void others() {
        new TreeMap<>(MatrixWorld.OTHER_DEEDS)
                .forEach((name, deed) -> attempt("other " + name, transaction -> {
                    deed.accept(engine, transaction);
                    return name;
                }));
    }

    /** Makes a change; one that is refused, because of those before, changes nothing. */
    private boolean attempt(String name, Function<Transaction, Object> change) {
        return attempt(PLANNER, name, change);
    }

    private boolean attempt(String who, String name, Function<Transaction, Object> change) {
        try {
            engine.engine().write(who, change);
            done.add(name);
            return true;
        } catch (ChangeRejectedException | NoSuchElementException impossible) {
            return false;
        }
    }
}
