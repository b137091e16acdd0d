// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.PERMISSIONS_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RULES;
import static dev.balrog.store.jooq.Tables.USER_ROLES;
import static org.jooq.impl.DSL.noCondition;

import dev.balrog.core.change.Action;
import dev.balrog.core.change.Grant;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.RequiredSignoffs;
import dev.balrog.core.change.Rights;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What decisions about changes are based on: who may do what, and what protects what, as it is in this transaction. */
final class Facts {
    private final DSLContext sql;
    private final Tables tables;
    private final Map<String, Rights> rightsByUser = new HashMap<>();

    Facts(DSLContext sql, Tables tables) {
        this.sql = sql;
        this.tables = tables;
    }

    /** A row that is in force. */
    Optional<Row> find(Entity entity, Row key) {
        return tables.base(entity).find(key);
    }

    /** What the base of a release is scheduled to be that does not exist yet. */
    Optional<Row> scheduledBase(String name) {
        return tables
                .scheduled(Entity.RELEASES_JSON)
                .select(Row.of("base_name", name).with("complete", false))
                .stream()
                .findFirst()
                .map(row -> Row.of("name", name).with("product", row.get("base_product")));
    }

    /** What the user may do. */
    Rights rights(String who) {
        return rightsByUser.computeIfAbsent(
                who,
                user -> new Rights(tables.base(Entity.PERMISSIONS).select(Row.of("username", user)).stream()
                        .flatMap(row -> Permission.of(row.requireText("permission"))
                                .map(permission -> Grant.of(permission, row.json("options")))
                                .stream())
                        .toList()));
    }

    /** To be called after the permissions of anybody have changed. */
    void forgetRights() {
        rightsByUser.clear();
    }

    /**
     * Checks that a user may do something.
     *
     * @param what the same in words, after "is not allowed to"
     * @param product whose thing it is; null for that of all products
     */
    void require(String who, Permission permission, Action action, String what, @Nullable String product) {
        requireAny(who, permission, List.of(action), what, product);
    }

    /** Checks that a user may do at least one of several things. */
    void requireAny(String who, Permission permission, List<Action> actions, String what, @Nullable String product) {
        Rights rights = rights(who);
        if (actions.stream().noneMatch(action -> rights.allows(permission, action, product))) {
            throw RefusedException.denied(who + " is not allowed to " + what + " for "
                    + (product == null ? "all products" : "product " + product));
        }
    }

    /** Checks that a user may do something that has nothing to do with products. */
    void require(String who, Permission permission, Action action, String what) {
        if (!rights(who).allows(permission, action, null)) {
            throw RefusedException.denied(who + " is not allowed to " + what);
        }
    }

    /** Whether the user has any permission. */
    boolean isKnown(String user) {
        return sql.fetchExists(PERMISSIONS, PERMISSIONS.USERNAME.eq(user));
    }

    /** The roles that a user holds. */
    Set<String> roles(String user) {
        return sql.select(USER_ROLES.ROLE)
                .from(USER_ROLES)
                .where(USER_ROLES.USERNAME.eq(user))
                .fetchSet(USER_ROLES.ROLE);
    }

    /**
     * Everybody who could sign off, read at once.
     *
     * @param known users with any permission
     * @param roles roles by user
     */
    record Signers(Set<String> known, Map<String, Set<String>> roles) {
        boolean isKnown(String user) {
            return known.contains(user);
        }

        boolean holds(String user, String role) {
            return roles.getOrDefault(user, Set.of()).contains(role);
        }
    }

    /** Reads who could sign off. Names are compared exactly, whatever the collation of the tables is. */
    Signers signers() {
        return new Signers(
                sql.selectDistinct(PERMISSIONS.USERNAME).from(PERMISSIONS).fetchSet(PERMISSIONS.USERNAME),
                sql
                        .select(USER_ROLES.USERNAME, USER_ROLES.ROLE)
                        .from(USER_ROLES)
                        .fetchGroups(USER_ROLES.USERNAME, USER_ROLES.ROLE)
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue()))));
    }

    int usersWithRole(String role) {
        return sql.fetchCount(USER_ROLES, USER_ROLES.ROLE.eq(role));
    }

    /** The most signoffs of a role that anything requires. */
    int mostSignoffs(String role) {
        Integer most = sql.select(DSL.max(DSL.field("required", Integer.class)))
                .from(sql.select(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED.as("required"))
                        .from(PRODUCT_REQ_SIGNOFFS)
                        .where(PRODUCT_REQ_SIGNOFFS.ROLE.eq(role))
                        .unionAll(DSL.select(PERMISSIONS_REQ_SIGNOFFS.SIGNOFFS_REQUIRED)
                                .from(PERMISSIONS_REQ_SIGNOFFS)
                                .where(PERMISSIONS_REQ_SIGNOFFS.ROLE.eq(role))))
                .fetchOne(0, Integer.class);
        return Objects.requireNonNullElse(most, 0);
    }

    /**
     * What protects what is served.
     *
     * @param affected rows whose product and channel are affected; null stands for all of them
     */
    List<Protection> protections(Collection<Row> affected) {
        if (affected.isEmpty()) {
            return List.of();
        }
        RequiredSignoffs required = requiredSignoffs();
        return Protection.union(
                affected.stream().map(row -> protections(required, row.text("product"), row.text("channel"))));
    }

    /** What protects any channel of a product. */
    List<Protection> protectionsOfProduct(String product) {
        return protections(requiredSignoffs(), product, null);
    }

    private static List<Protection> protections(
            RequiredSignoffs required, @Nullable String product, @Nullable String channel) {
        return required.concerning(product, channel).stream()
                .map(entry -> new Protection(entry.product(), entry.channel(), entry.role(), entry.count()))
                .toList();
    }

    private RequiredSignoffs requiredSignoffs() {
        return new RequiredSignoffs(sql.selectFrom(PRODUCT_REQ_SIGNOFFS)
                .fetch(row -> new RequiredSignoffs.Entry(
                        row.get(PRODUCT_REQ_SIGNOFFS.PRODUCT),
                        row.get(PRODUCT_REQ_SIGNOFFS.CHANNEL),
                        row.get(PRODUCT_REQ_SIGNOFFS.ROLE),
                        row.get(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED))));
    }

    /**
     * What protects permissions.
     *
     * @param permissions the products that each of the permissions is limited to; empty when it is not limited
     */
    List<Protection> protectionsOfPermissions(Collection<Set<String>> permissions) {
        VersionedTable requirements = tables.base(Entity.PERMISSIONS_REQUIRED_SIGNOFFS);
        return Protection.union(permissions.stream()
                .map(products -> products.isEmpty() ? noCondition() : PERMISSIONS_REQ_SIGNOFFS.PRODUCT.in(products))
                .map(condition -> protections(requirements.select(condition))));
    }

    /** What protects requirements of signoffs: what is required for the same at present. */
    List<Protection> protectionsOfRequirements(Entity entity, Collection<Row> requirements) {
        List<String> scope =
                entity.key().stream().filter(column -> !column.equals("role")).toList();
        VersionedTable present = tables.base(entity);
        return Protection.union(
                requirements.stream().map(requirement -> protections(present.select(requirement.only(scope)))));
    }

    private static List<Protection> protections(List<Row> requirements) {
        return requirements.stream()
                .map(row -> new Protection(
                        row.requireText("product"),
                        row.text("channel"),
                        row.requireText("role"),
                        row.requireInt("signoffs_required")))
                .toList();
    }

    /** Identity, product and channel of the rules that lead to a release. */
    List<Row> rulesLeadingTo(String release) {
        return tables.base(Entity.RULES)
                .rows()
                .selectColumns(
                        List.of("rule_id", "product", "channel"),
                        RULES.MAPPING.eq(release).or(RULES.FALLBACKMAPPING.eq(release)));
    }

    /** Whether clients can be pinned to the release. */
    boolean isPinned(String release) {
        return sql.fetchExists(PINNABLE_RELEASES, PINNABLE_RELEASES.MAPPING.eq(release));
    }
}
