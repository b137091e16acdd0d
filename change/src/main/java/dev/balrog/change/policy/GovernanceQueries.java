// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.COMPLETE;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.OPTIONS;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.PERMISSIONS_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.USER_ROLES;
import static org.jooq.impl.DSL.noCondition;

import dev.balrog.change.reachability.AgreedReleases;
import dev.balrog.change.reachability.ContentCache;
import dev.balrog.change.reachability.ReleaseReferences;
import dev.balrog.change.reachability.ReleaseReferrers;
import dev.balrog.change.reachability.ServedPlaces;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Mappings;
import dev.balrog.change.row.Place;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Grant;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.RequiredSignoffs;
import dev.balrog.core.change.Rights;
import dev.balrog.core.reach.References;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Queries for permissions, roles and protections, within one transaction. */
public final class GovernanceQueries {
    private final DSLContext sql;
    private final Tables tables;
    private final Set<String> serviceAccounts;
    private final Map<String, Rights> rightsByUser = new HashMap<>();
    private final ServedPlaces served;
    private final ReleaseReferrers referrers;
    private final AgreedReleases agreed;

    /**
     * Creates queries within a transaction.
     *
     * @param serviceAccounts names of service accounts
     */
    public GovernanceQueries(
            DSLContext sql,
            Tables tables,
            Set<String> serviceAccounts,
            ReleaseReferences references,
            ContentCache contents) {
        this.sql = sql;
        this.tables = tables;
        this.serviceAccounts = serviceAccounts;
        this.served = new ServedPlaces(sql, references);
        this.referrers = new ReleaseReferrers(sql, served);
        this.agreed = new AgreedReleases(sql, tables, contents);
    }

    /** Returns the current row with a key. */
    public Optional<Row> find(Entity entity, Row key) {
        return tables.base(entity).find(key);
    }

    /** Returns the scheduled base of a release that does not exist yet. */
    public Optional<Row> scheduledBase(String name) {
        return tables
                .scheduled(Entity.RELEASES_JSON)
                .select(Row.of(RELEASES_JSON_SCHEDULED_CHANGES.BASE_NAME, name).with(COMPLETE, false))
                .stream()
                .findFirst()
                .map(row -> Row.of(NAME, name).with(PRODUCT, row.get(RELEASES_JSON_SCHEDULED_CHANGES.BASE_PRODUCT)));
    }

    /** Returns the permissions of a user. */
    public Rights rights(String who) {
        return rightsByUser.computeIfAbsent(
                who,
                user -> new Rights(tables.base(Entity.PERMISSIONS).select(Row.of(USERNAME, user)).stream()
                        .flatMap(row -> Permission.of(row.require(PERMISSIONS.PERMISSION))
                                .map(permission -> Grant.of(permission, row.get(OPTIONS)))
                                .stream())
                        .toList()));
    }

    /** Discards the cached permissions. To be called after a change of any permission. */
    public void forgetRights() {
        rightsByUser.clear();
    }

    /**
     * Checks that a user has a permission.
     *
     * @param what the action as a phrase that completes "is not allowed to"
     * @param product the product of the row; null for all products
     */
    public void require(String who, Permission permission, Action action, String what, @Nullable String product) {
        requireAny(who, permission, List.of(action), what, product);
    }

    /** Checks that a user has at least one of several permissions. */
    void requireAny(String who, Permission permission, List<Action> actions, String what, @Nullable String product) {
        Rights rights = rights(who);
        if (actions.stream().noneMatch(action -> rights.allows(permission, action, product))) {
            throw ChangeRejectedException.denied(who + " is not allowed to " + what + " for "
                    + (product == null ? "all products" : "product " + product));
        }
    }

    /** Checks that a user has a permission that does not depend on products. */
    public void require(String who, Permission permission, Action action, String what) {
        if (!rights(who).allows(permission, action, null)) {
            throw ChangeRejectedException.denied(who + " is not allowed to " + what);
        }
    }

    /**
     * Returns whether a user has the admin permission for all of the products.
     *
     * @param products products; a null element stands for all products
     */
    public boolean isAdmin(String who, Collection<@Nullable String> products) {
        Rights rights = rights(who);
        return rights.isAdmin()
                && products.stream().allMatch(product -> rights.allows(Permission.ADMIN, Action.MODIFY, product));
    }

    /** Returns whether the name is that of a service account, which never signs off. */
    public boolean isServiceAccount(String user) {
        return serviceAccounts.contains(user);
    }

    /** Returns whether the user has any permission. */
    public boolean isKnown(String user) {
        return !tables.base(Entity.PERMISSIONS)
                .rows()
                .selectColumns(List.of(USERNAME), Row.of(USERNAME, user))
                .isEmpty();
    }

    /** Returns the names of all users with any permission. */
    public Set<String> userNames() {
        return sql.selectDistinct(PERMISSIONS.USERNAME).from(PERMISSIONS).fetchSet(PERMISSIONS.USERNAME);
    }

    /** Returns the rows of a permission for all users. */
    List<Row> permissions(Permission permission) {
        return tables.base(Entity.PERMISSIONS).select(Row.of(PERMISSIONS.PERMISSION, permission.id()));
    }

    /** Returns the roles of a user. */
    public Set<String> roles(String user) {
        return tables.base(Entity.USER_ROLES).select(Row.of(USERNAME, user)).stream()
                .map(row -> row.require(ROLE))
                .collect(Collectors.toSet());
    }

    /**
     * Users who can sign off, read in bulk.
     *
     * @param known users with any permission
     * @param roles roles by user
     */
    public record Signers(Set<String> known, Map<String, Set<String>> roles) {
        public boolean isKnown(String user) {
            return known.contains(user);
        }

        public boolean holds(String user, String role) {
            return roles.getOrDefault(user, Set.of()).contains(role);
        }
    }

    /**
     * Reads the users who can sign off. Names are compared exactly, regardless of the collation.
     */
    public Signers signers() {
        return new Signers(
                userNames(),
                sql
                        .select(USER_ROLES.USERNAME, USER_ROLES.ROLE)
                        .from(USER_ROLES)
                        .fetchGroups(USER_ROLES.USERNAME, USER_ROLES.ROLE)
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue()))));
    }

    int usersWithRole(String role) {
        return tables.base(Entity.USER_ROLES).select(Row.of(ROLE, role)).size();
    }

    /** Returns the users who can sign off as a role: known users, except service accounts. */
    Set<String> peopleWithRole(String role) {
        return tables.base(Entity.USER_ROLES).select(Row.of(ROLE, role)).stream()
                .map(row -> row.require(USERNAME))
                .filter(user -> !isServiceAccount(user) && isKnown(user))
                .collect(Collectors.toSet());
    }

    /**
     * Returns the protections of a role: one signoff of the role itself, if any required signoff
     * names it and a user can give it.
     */
    List<Protection> protectionsOfRole(String role) {
        Row named = Row.of(ROLE, role);
        List<Protection> requiring = Stream.of(Entity.PRODUCT_REQUIRED_SIGNOFFS, Entity.PERMISSIONS_REQUIRED_SIGNOFFS)
                .flatMap(entity -> tables.base(entity).select(named).stream())
                .map(row -> new Protection(row.require(PRODUCT), row.get(CHANNEL), role, 1))
                .toList();
        return requiring.isEmpty() || peopleWithRole(role).isEmpty() ? List.of() : requiring;
    }

    /** Returns the greatest number of signoffs of a role that is required anywhere. */
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
     * Returns the protections of a place, and of the places where superblobs include its responses.
     */
    public List<Protection> protections(Place place) {
        return protectionsOf(List.of(place));
    }

    /**
     * Returns the protections of several places, and of the places where superblobs include their
     * responses.
     */
    List<Protection> protectionsOf(Collection<Place> places) {
        RequiredSignoffs required = requiredSignoffs();
        return required.entries().isEmpty() ? List.of() : protections(required, served.alsoServed(places));
    }

    /**
     * Returns the products whose clients may get other responses when rules, pins or releases
     * change; null among them for all products.
     *
     * @param places places of the rules and pins
     * @param releases names of the releases
     */
    public Set<@Nullable String> productsServed(Collection<Place> places, Collection<String> releases) {
        Set<Place> all = new HashSet<>(served.alsoServed(places));
        releases.forEach(release -> all.addAll(served.ofRelease(release)));
        Set<@Nullable String> products = new HashSet<>();
        for (Place place : all) {
            String product = place.product();
            products.add(product == null || product.isEmpty() ? null : product);
        }
        return products;
    }

    /** Returns the protections of the places of rules, pins or shutoffs. */
    public List<Protection> protections(Collection<Row> rows) {
        return Protection.union(rows.stream().map(row -> protections(Place.of(row))));
    }

    /** Returns the protections of a release: those of all places where it is served. */
    public List<Protection> protectionsOfRelease(String name) {
        RequiredSignoffs required = requiredSignoffs();
        return required.entries().isEmpty() ? List.of() : protections(required, served.ofRelease(name));
    }

    /**
     * Returns the protections of each release that is served in more places than those of its
     * rules.
     */
    public Map<String, List<Protection>> protectionsOfIndirectlyServed() {
        RequiredSignoffs required = requiredSignoffs();
        if (required.entries().isEmpty()) {
            return Map.of();
        }
        return served.servedIndirectly().stream()
                .collect(Collectors.toMap(name -> name, name -> protections(required, served.ofRelease(name))));
    }

    private static List<Protection> protections(RequiredSignoffs required, Collection<Place> places) {
        return Protection.union(places.stream().map(place -> protections(required, place.product(), place.channel())));
    }

    /** Returns the protections of any channel of a product. */
    public List<Protection> protectionsOfProduct(String product) {
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
     * Returns the protections of permissions.
     *
     * @param permissions for each permission, the products that it is limited to; empty if it is
     *     not limited
     */
    List<Protection> protectionsOfPermissions(Collection<Set<String>> permissions) {
        VersionedTable requirements = tables.base(Entity.PERMISSIONS_REQUIRED_SIGNOFFS);
        return Protection.union(permissions.stream()
                .map(products -> products.isEmpty() ? noCondition() : PERMISSIONS_REQ_SIGNOFFS.PRODUCT.in(products))
                .map(condition -> protections(requirements.select(condition))));
    }

    /** Returns the protections of required signoffs: the signoffs that they currently require. */
    List<Protection> protectionsOfRequirements(Entity entity, Collection<Row> requirements) {
        VersionedTable present = tables.base(entity);
        return Protection.union(requirements.stream()
                .map(requirement -> protections(
                        present.select(requirement.only(entity.key()).without(ROLE)))));
    }

    private static List<Protection> protections(List<Row> requirements) {
        return requirements.stream()
                .map(row -> new Protection(
                        row.require(PRODUCT),
                        row.get(CHANNEL),
                        row.require(ROLE),
                        row.require(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED)))
                .toList();
    }

    /** Returns the finder of current and scheduled references to a release. */
    ReleaseReferrers referrers() {
        return referrers;
    }

    /** Returns whether a whole or split release of exactly this name exists. */
    boolean releaseExists(String name) {
        return Stream.of(Entity.RELEASES, Entity.RELEASES_JSON)
                .map(entity -> tables.base(entity).rows())
                .flatMap(rows -> rows.selectColumns(List.of(NAME), rows.matches(Row.of(NAME, name))).stream())
                .anyMatch(row -> name.equals(row.get(NAME)));
    }

    /**
     * Returns the product of a whole or split release; empty if none of exactly this name exists.
     */
    Optional<String> productOfRelease(String name) {
        return Stream.of(Entity.RELEASES_JSON, Entity.RELEASES)
                .map(entity -> tables.base(entity).rows())
                .flatMap(rows -> rows.selectColumns(List.of(NAME, PRODUCT), rows.matches(Row.of(NAME, name))).stream())
                .filter(row -> name.equals(row.get(NAME)))
                .map(row -> row.require(PRODUCT))
                .findFirst();
    }

    /** Returns the releases that were signed off. */
    public AgreedReleases agreed() {
        return agreed;
    }

    /** Discards cached data about releases. To be called after a row has changed. */
    public void written(Proposal proposal) {
        switch (proposal.entity()) {
            case RULES, PINNABLE_RELEASES -> {
                Set<String> mapped = Mappings.COLUMNS.stream()
                        .filter(column ->
                                proposal.after() != null && (proposal.before() == null || proposal.changes(column)))
                        .flatMap(column ->
                                Stream.ofNullable(proposal.requireAfter().get(column)))
                        .collect(Collectors.toSet());
                ReleaseReferences.index(sql, mapped);
                served.forget();
            }
            case RELEASES, RELEASES_JSON -> {
                if (hasReferences(proposal.before()) || hasReferences(proposal.after())) {
                    ReleaseReferences.index(sql, Set.of(proposal.row().require(NAME)));
                }
                served.forget();
            }
            case RELEASE_ASSETS,
                    PERMISSIONS,
                    USER_ROLES,
                    PRODUCT_REQUIRED_SIGNOFFS,
                    PERMISSIONS_REQUIRED_SIGNOFFS,
                    EMERGENCY_SHUTOFFS,
                    EXPECTATIONS,
                    CHANGE_SETS,
                    CHANGE_SET_SIGNOFFS -> {}
        }
    }

    private static boolean hasReferences(@Nullable Row release) {
        JsonNode data = release == null ? null : release.get(DATA);
        return data != null && !References.of(data).isEmpty();
    }
}
