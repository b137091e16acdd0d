// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.signoff;

import static dev.balrog.store.jooq.Tables.BALROG_SIGNOFF_DIGESTS;

import dev.balrog.change.row.Entity;
import dev.balrog.change.table.Tables;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Outcome digests that signoffs are bound to, within one transaction. */
public final class SignoffDigests {
    private static final int BATCH = 500;

    private final DSLContext sql;
    private final Tables tables;

    public SignoffDigests(DSLContext sql, Tables tables) {
        this.sql = sql;
        this.tables = tables;
    }

    /**
     * Digest that a signoff is bound to.
     *
     * @param firstSight whether the signoff was bound when it was first read, rather than given for
     *     this digest
     */
    public record Binding(String digest, boolean firstSight) {}

    /** Signoff of a pending scheduled change. */
    public record OpenSignoff(Entity entity, int id, String username) {}

    /** Returns the bindings of the signoffs of scheduled changes, by change and user. */
    public Map<Integer, Map<String, Binding>> find(Entity entity, Collection<Integer> ids) {
        Map<Integer, Map<String, Binding>> found = new HashMap<>();
        List<Integer> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += BATCH) {
            sql.selectFrom(BALROG_SIGNOFF_DIGESTS)
                    .where(BALROG_SIGNOFF_DIGESTS.ENTITY.eq(entity.tableName()))
                    .and(BALROG_SIGNOFF_DIGESTS.SC_ID.in(all.subList(from, Math.min(from + BATCH, all.size()))))
                    .forEach(row -> found.computeIfAbsent(row.get(BALROG_SIGNOFF_DIGESTS.SC_ID), _ -> new HashMap<>())
                            .put(
                                    row.get(BALROG_SIGNOFF_DIGESTS.USERNAME),
                                    new Binding(
                                            row.get(BALROG_SIGNOFF_DIGESTS.DIGEST),
                                            row.get(BALROG_SIGNOFF_DIGESTS.FIRST_SIGHT))));
        }
        return found;
    }

    public Optional<Binding> find(Entity entity, int id, String username) {
        return Optional.ofNullable(
                find(entity, List.of(id)).getOrDefault(id, Map.of()).get(username));
    }

    /** Binds a signoff to a digest, replacing a former binding. */
    public void bind(Entity entity, int id, String username, String digest, long millis, boolean firstSight) {
        unbind(entity, id, username);
        sql.insertInto(BALROG_SIGNOFF_DIGESTS)
                .set(BALROG_SIGNOFF_DIGESTS.ENTITY, entity.tableName())
                .set(BALROG_SIGNOFF_DIGESTS.SC_ID, id)
                .set(BALROG_SIGNOFF_DIGESTS.USERNAME, username)
                .set(BALROG_SIGNOFF_DIGESTS.DIGEST, digest)
                .set(BALROG_SIGNOFF_DIGESTS.GIVEN_AT, millis)
                .set(BALROG_SIGNOFF_DIGESTS.FIRST_SIGHT, firstSight)
                .execute();
    }

    /** Deletes the binding of a revoked signoff. */
    public void unbind(Entity entity, int id, String username) {
        sql.deleteFrom(BALROG_SIGNOFF_DIGESTS)
                .where(ofChange(entity, id))
                .and(BALROG_SIGNOFF_DIGESTS.USERNAME.eq(username))
                .execute();
    }

    /** Deletes the bindings of all signoffs of a scheduled change. */
    void unbindAll(Entity entity, int id) {
        sql.deleteFrom(BALROG_SIGNOFF_DIGESTS).where(ofChange(entity, id)).execute();
    }

    private static Condition ofChange(Entity entity, int id) {
        return BALROG_SIGNOFF_DIGESTS.ENTITY.eq(entity.tableName()).and(BALROG_SIGNOFF_DIGESTS.SC_ID.eq(id));
    }

    /**
     * Differences between signoffs and bindings, which result from other programs that write
     * signoffs.
     *
     * @param unbound signoffs without binding
     * @param orphaned bindings whose signoff was deleted
     */
    public record Differences(Set<OpenSignoff> unbound, Set<OpenSignoff> orphaned) {
        boolean isEmpty() {
            return unbound.isEmpty() && orphaned.isEmpty();
        }
    }

    /** Compares the signoffs of all pending scheduled changes with the bindings. */
    public Differences differences() {
        Set<OpenSignoff> open = new HashSet<>();
        Set<OpenSignoff> signoffs = new LinkedHashSet<>();
        for (Entity entity : Arrays.stream(Entity.values())
                .filter(entity -> !entity.conditions().isEmpty())
                .toList()) {
            tables.openSignoffs(entity).forEach((id, users) -> {
                open.add(new OpenSignoff(entity, id, ""));
                users.forEach(user -> signoffs.add(new OpenSignoff(entity, id, user)));
            });
        }
        if (open.isEmpty()) {
            return new Differences(Set.of(), Set.of());
        }
        Set<OpenSignoff> bound = new HashSet<>();
        open.stream().collect(Collectors.groupingBy(OpenSignoff::entity)).forEach((entity, changes) -> {
            List<Integer> ids = changes.stream().map(OpenSignoff::id).toList();
            find(entity, ids)
                    .forEach((id, users) ->
                            users.keySet().forEach(user -> bound.add(new OpenSignoff(entity, id, user))));
        });
        Set<OpenSignoff> unbound = new LinkedHashSet<>(signoffs);
        unbound.removeAll(bound);
        bound.removeAll(signoffs);
        return new Differences(unbound, bound);
    }
}
