// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.change.TrustReach.Place;
import dev.balrog.change.TrustReach.Served;
import dev.balrog.change.TrustState.Fields;
import dev.balrog.change.row.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Independent model of trust: from nothing but rows of tables and the calls that succeeded, which outcomes each person
 * has agreed to, and whether what has changed is what enough people have agreed to. It shares no decision with the
 * engine, and claims less than the engine where the two could differ for good reasons.
 */
final class TrustModel {
    static final List<String> PRODUCTS = List.of("Firefox", "Fenix", "SystemAddons", "OpenH264");
    static final List<String> CHANNELS = List.of(
            "release", "release-cck-acme", "release-cck-x", "release-localtest", "beta", "beta-cck-acme", "nightly");
    private static final List<Place> PLACES = PRODUCTS.stream()
            .flatMap(product -> CHANNELS.stream().map(channel -> new Place(product, channel)))
            .toList();
    private static final List<Entity> SERVED = List.of(
            Entity.RULES,
            Entity.RELEASES,
            Entity.RELEASES_JSON,
            Entity.RELEASE_ASSETS,
            Entity.EMERGENCY_SHUTOFFS,
            Entity.PINNABLE_RELEASES);
    private static final List<Entity> PARTS = List.of(Entity.RELEASES_JSON, Entity.RELEASE_ASSETS);
    private static final List<String> VERSION = List.of("data_version");

    /** What each person has agreed to. */
    private final Map<Change, Map<String, Agreement>> agreements = new HashMap<>();
    /** Releases by content that rules or pins mapped to in a place while it was protected. */
    private final Map<Place, Set<String>> agreedReleases = new HashMap<>();

    private final Set<String> serviceAccounts;

    TrustModel(Set<String> serviceAccounts) {
        this.serviceAccounts = serviceAccounts;
    }

    /** Identity of a scheduled change. */
    record Change(Entity entity, int id) {
        @Override
        public String toString() {
            return entity + " " + id;
        }
    }

    private record Agreement(String role, String outcome) {}

    /** A call that succeeded. */
    sealed interface Call {
        record Direct() implements Call {}

        record Schedule() implements Call {}

        record Edit(Change change) implements Call {}

        record Drop(Change change) implements Call {}

        /** Signs what was current, or what the signer has reviewed before and names in the call. */
        record Sign(Change change, String role, Optional<String> reviewed) implements Call {}

        record Withdraw(Change change, String whose) implements Call {}

        record Enact(Change change) implements Call {}
    }

    /** Begins with a state that everybody agrees to. */
    void begin(TrustReach reach) {
        rememberServed(reach);
    }

    /**
     * Follows a call that succeeded.
     *
     * @return the bypasses that it is
     */
    List<String> follow(String who, Call call, TrustReach before, TrustReach after, long now) {
        List<String> bypasses = judge(call, before, after, now);
        agreements
                .keySet()
                .removeIf(change ->
                        after.state().scheduled(change.entity(), change.id()).isEmpty());
        switch (call) {
            case Call.Sign(Change change, String role, Optional<String> reviewed) ->
                agreementsTo(change).put(who, new Agreement(role, reviewed.orElseGet(() -> outcome(before, change))));
            case Call.Withdraw(Change change, String whose) ->
                agreementsTo(change).remove(whose);
            case Call.Schedule() -> {
                for (Entity entity : Entity.values()) {
                    after.state().pending(entity).stream()
                            .map(row -> new Change(entity, row.number("sc_id")))
                            .filter(change -> before.state()
                                    .scheduled(entity, change.id())
                                    .isEmpty())
                            .forEach(change -> authored(who, change, after));
                }
            }
            case Call.Edit(Change change) -> authored(who, change, after);
            case Call.Direct(), Call.Drop _, Call.Enact _ -> {}
        }
        rememberServed(after);
        return bypasses;
    }

    private Map<String, Agreement> agreementsTo(Change change) {
        return agreements.computeIfAbsent(change, _ -> new HashMap<>());
    }

    /** Who makes a scheduled change what it is agrees to it, in the role that the author's signoff names. */
    private void authored(String who, Change change, TrustReach after) {
        after.state().signoffs(change.entity(), change.id()).stream()
                .filter(row -> row.text("username").equals(who))
                .map(row -> row.text("role"))
                .findFirst()
                .ifPresentOrElse(
                        role -> agreementsTo(change).put(who, new Agreement(role, outcome(after, change))),
                        () -> agreementsTo(change).remove(who));
    }

    private void rememberServed(TrustReach reach) {
        for (Place place : PLACES) {
            if (!required(reach.state(), place).isEmpty()) {
                Set<String> agreed = agreedReleases.computeIfAbsent(place, _ -> new HashSet<>());
                agreed.addAll(reach.served(place).mapped());
                agreed.addAll(reach.served(place).pins().values());
            }
        }
    }

    private List<String> judge(Call call, TrustReach before, TrustReach after, long now) {
        List<String> bypasses = new ArrayList<>();
        Map<String, Integer> required = new TreeMap<>();
        List<String> reasons = new ArrayList<>();
        for (Place place : PLACES) {
            Map<String, Integer> ofPlace = required(before.state(), place);
            if (!ofPlace.isEmpty()) {
                difference(place, before.served(place), after.served(place)).ifPresent(reason -> {
                    reasons.add(place + " " + reason);
                    add(required, ofPlace);
                });
            }
        }
        changedRequirements(before.state(), after.state(), required, reasons);
        boolean granted = changedGrants(before.state(), after.state(), required, reasons);

        Map<String, String> counted = call instanceof Call.Enact(Change change) ? counted(before, change) : Map.of();
        required.forEach((role, count) -> {
            long agreed = counted.values().stream().filter(role::equals).count();
            if (agreed < count) {
                bypasses.add("%d of %d %s agreed to this outcome: %s".formatted(agreed, count, role, reasons));
            }
        });
        if (granted && !required.isEmpty() && call instanceof Call.Enact(Change change)) {
            onlyGranter(before.state(), change, required.keySet(), counted.keySet())
                    .ifPresent(bypasses::add);
        }
        if (call instanceof Call.Enact(Change change)) {
            long due = before.state().due(change.entity(), change.id());
            if (due > now) {
                bypasses.add("enacted " + (due - now) + " ms early: " + change);
            }
            if (!required.isEmpty()) {
                somethingElse(change, before.state(), after.state()).ifPresent(bypasses::add);
            }
        }
        deletedInUse(call, before, after).ifPresent(bypasses::add);
        rewrittenSignoffs(before.state(), after.state()).ifPresent(bypasses::add);
        return bypasses;
    }

    /** Returns the difference between what clients are served that takes signoffs. */
    private Optional<String> difference(Place place, Served before, Served after) {
        if (!before.offers().equals(after.offers())) {
            return Optional.of("is served " + only(after.offers(), before.offers()) + " in place of "
                    + only(before.offers(), after.offers()));
        }
        if (!after.shutoffs().containsAll(before.shutoffs())) {
            return Optional.of("is no longer shut off");
        }
        Set<String> agreed = agreedReleases.getOrDefault(place, Set.of());
        for (Map.Entry<String, String> pin : after.pins().entrySet()) {
            String content = before.pins().get(pin.getKey());
            if (!pin.getValue().equals(content) && !agreed.contains(pin.getValue())) {
                return Optional.of(
                        "serves by the pin " + pin.getKey() + " " + pin.getValue() + " in place of " + content);
            }
        }
        return Optional.empty();
    }

    private static Set<String> only(Set<String> some, Set<String> others) {
        Set<String> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private static Map<String, Integer> required(TrustState state, Place place) {
        Map<String, Integer> required = new TreeMap<>();
        for (Fields row : state.rows(Entity.PRODUCT_REQUIRED_SIGNOFFS)) {
            if (row.text("product").equals(place.product()) && place.isCoveredBy(row.text("channel"))) {
                add(required, Map.of(row.text("role"), row.number("signoffs_required")));
            }
        }
        return required;
    }

    private static void add(Map<String, Integer> required, Map<String, Integer> more) {
        more.forEach((role, count) -> required.merge(role, count, Math::max));
    }

    /** Changing the requirements for a product and channel, or for permissions of a product, takes what they require. */
    private static void changedRequirements(
            TrustState before, TrustState after, Map<String, Integer> required, List<String> reasons) {
        for (Entity entity : List.of(Entity.PRODUCT_REQUIRED_SIGNOFFS, Entity.PERMISSIONS_REQUIRED_SIGNOFFS)) {
            Map<String, Map<String, Integer>> old = byScope(before, entity);
            Map<String, Map<String, Integer>> present = byScope(after, entity);
            old.forEach((scope, roles) -> {
                if (!roles.equals(present.get(scope))) {
                    reasons.add(entity + " of " + scope + " are " + present.get(scope) + ", not " + roles);
                    add(required, roles);
                }
            });
        }
    }

    private static Map<String, Map<String, Integer>> byScope(TrustState state, Entity entity) {
        Map<String, Map<String, Integer>> scopes = new TreeMap<>();
        for (Fields row : state.rows(entity)) {
            scopes.computeIfAbsent(row.text("product") + " " + row.text("channel"), _ -> new TreeMap<>())
                    .put(row.text("role"), row.number("signoffs_required"));
        }
        return scopes;
    }

    /** Widening permissions and granting roles takes signoffs; taking them away does not. */
    private boolean changedGrants(
            TrustState before, TrustState after, Map<String, Integer> required, List<String> reasons) {
        int known = reasons.size();
        Map<String, Fields> old = new HashMap<>();
        before.rows(Entity.PERMISSIONS)
                .forEach(row -> old.put(row.text("permission") + " " + row.text("username"), row));
        for (Fields row : after.rows(Entity.PERMISSIONS)) {
            String key = row.text("permission") + " " + row.text("username");
            gained(old.get(key), row).ifPresent(products -> {
                Map<String, Integer> needed = requiredForPermissions(before, products);
                if (!needed.isEmpty()) {
                    reasons.add(key + " is granted " + row.text("options"));
                    add(required, needed);
                }
            });
        }
        for (Fields row : after.rows(Entity.USER_ROLES)) {
            String role = row.text("role");
            if (!before.hasRole(row.text("username"), role) && isRequired(before, role) && isHeld(before, role)) {
                reasons.add(row.text("username") + " is granted the role " + role);
                add(required, Map.of(role, 1));
            }
        }
        return reasons.size() > known;
    }

    /** Returns the products that a permission newly extends to; none in the set for all of them. Empty when there are none. */
    private static Optional<Set<String>> gained(@Nullable Fields before, Fields after) {
        Set<String> products = option(after, "products");
        if (before == null) {
            return Optional.of(products);
        }
        Set<String> old = option(before, "products");
        if (!covers(option(before, "actions"), option(after, "actions"))) {
            return Optional.of(products);
        }
        if (covers(old, products)) {
            return Optional.empty();
        }
        return Optional.of(products.isEmpty() ? products : only(products, old));
    }

    /** Returns whether one limit allows all that another one does; an empty one allows everything. */
    private static boolean covers(Set<String> limit, Set<String> other) {
        return limit.isEmpty() || (!other.isEmpty() && limit.containsAll(other));
    }

    private static Set<String> option(Fields row, String option) {
        if (row.text("options").isEmpty()) {
            return Set.of();
        }
        JsonNode values = JsonMapper.shared().readTree(row.text("options")).path(option);
        return values.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }

    private static Map<String, Integer> requiredForPermissions(TrustState state, Set<String> products) {
        Map<String, Integer> required = new TreeMap<>();
        for (Fields row : state.rows(Entity.PERMISSIONS_REQUIRED_SIGNOFFS)) {
            if (products.isEmpty() || products.contains(row.text("product"))) {
                add(required, Map.of(row.text("role"), row.number("signoffs_required")));
            }
        }
        return required;
    }

    private static boolean isRequired(TrustState state, String role) {
        return Stream.of(Entity.PRODUCT_REQUIRED_SIGNOFFS, Entity.PERMISSIONS_REQUIRED_SIGNOFFS)
                .flatMap(entity -> state.rows(entity).stream())
                .anyMatch(row -> row.text("role").equals(role));
    }

    private boolean isHeld(TrustState state, String role) {
        return state.rows(Entity.USER_ROLES).stream()
                .anyMatch(row -> row.text("role").equals(role) && isPerson(state, row.text("username")));
    }

    private boolean isPerson(TrustState state, String user) {
        return state.isKnown(user) && !serviceAccounts.contains(user);
    }

    /** A grant is never only the granter's own decision where somebody else could decide. */
    private Optional<String> onlyGranter(
            TrustState state, Change change, Collection<String> roles, Set<String> signers) {
        String granter =
                state.scheduled(change.entity(), change.id()).orElseThrow().text("scheduled_by");
        boolean anotherExists = state.rows(Entity.USER_ROLES).stream()
                .anyMatch(row -> roles.contains(row.text("role"))
                        && !row.text("username").equals(granter)
                        && isPerson(state, row.text("username")));
        return anotherExists && signers.equals(Set.of(granter))
                ? Optional.of("only " + granter + " agreed to what " + granter + " grants")
                : Optional.empty();
    }

    /** Returns the roles in which people agreed to exactly the outcome that a change has now. */
    private Map<String, String> counted(TrustReach reach, Change change) {
        String outcome = outcome(reach, change);
        Map<String, String> counted = new TreeMap<>();
        agreements.getOrDefault(change, Map.of()).forEach((user, agreement) -> {
            if (agreement.outcome.equals(outcome)
                    && reach.state().hasRole(user, agreement.role)
                    && isPerson(reach.state(), user)) {
                counted.put(user, agreement.role);
            }
        });
        return counted;
    }

    /** Returns the proposed row and all that it lets clients reach, by content. */
    static String outcome(TrustReach reach, Change change) {
        TrustState state = reach.state();
        Fields scheduled = state.scheduled(change.entity(), change.id()).orElseThrow();
        Fields proposed = scheduled.withPrefix("base_");
        Entity entity = change.entity();
        if (entity == Entity.RELEASES || PARTS.contains(entity)) {
            // The whole release, as it will be after all that is scheduled for it.
            String name = proposed.text("name");
            TrustState then = state;
            for (Entity kind : entity == Entity.RELEASES ? List.of(entity) : PARTS) {
                for (Fields pending : state.pending(kind)) {
                    if (pending.text("base_name").equals(name)) {
                        then = applied(then, kind, pending);
                    }
                }
            }
            return new TrustReach(then).closure(List.of(name));
        }
        boolean deleted = scheduled.text("change_type").equals("delete");
        List<String> keys = entity.keyNames();
        String row = deleted
                ? keys.stream().map(proposed::text).toList().toString()
                : proposed.bare(List.of("data_version", "comment", "alias"));
        List<String> mappings = deleted
                ? List.of()
                : Stream.of("mapping", "fallbackMapping").map(proposed::text).toList();
        return scheduled.text("change_type") + " " + row + "\n" + reach.closure(mappings);
    }

    private static TrustState applied(TrustState state, Entity entity, Fields scheduled) {
        Fields proposed = scheduled.withPrefix("base_");
        List<Fields> rows = new ArrayList<>(state.rows(entity));
        Optional<Fields> present = rows.stream()
                .filter(row -> row.agrees(proposed, entity.keyNames()))
                .findFirst();
        present.ifPresent(rows::remove);
        if (!scheduled.text("change_type").equals("delete")) {
            rows.add(present.map(row -> row.with(proposed)).orElse(proposed));
        }
        return state.with(entity, rows);
    }

    /** An enactment changes the row that was agreed to into what was agreed to, and nothing else that clients get. */
    private static Optional<String> somethingElse(Change change, TrustState before, TrustState after) {
        Fields scheduled = before.scheduled(change.entity(), change.id()).orElseThrow();
        Fields proposed = scheduled.withPrefix("base_");
        for (Entity entity : SERVED) {
            List<Fields> changed = new ArrayList<>(after.rows(entity));
            before.rows(entity).forEach(changed::remove);
            List<Fields> gone = new ArrayList<>(before.rows(entity));
            after.rows(entity).forEach(gone::remove);
            boolean expected = entity == change.entity()
                    && changed.size() <= 1
                    && gone.size() <= 1
                    && changed.stream().allMatch(row -> holds(row, proposed))
                    && gone.stream().allMatch(row -> row.agrees(proposed, entity.keyNames()));
            if (!expected && !(changed.isEmpty() && gone.isEmpty())) {
                return Optional.of(change + " changed " + gone + " to " + changed + ", not to " + proposed);
            }
        }
        return Optional.empty();
    }

    private static boolean holds(Fields row, Fields proposed) {
        return proposed.values().keySet().stream()
                .filter(column -> !VERSION.contains(column))
                .allMatch(column -> column.equals("data")
                        ? TrustReach.canonical(row.text(column)).equals(TrustReach.canonical(proposed.text(column)))
                        : row.text(column).equals(proposed.text(column)));
    }

    /** Nothing goes that anything in force or scheduled reaches. */
    private static Optional<String> deletedInUse(Call call, TrustReach before, TrustReach after) {
        Set<String> gone = Stream.of(Entity.RELEASES, Entity.RELEASES_JSON)
                .flatMap(entity -> before.state().rows(entity).stream())
                .map(row -> row.text("name"))
                .filter(name -> !after.exists(name))
                .collect(Collectors.toSet());
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        List<String> roots = new ArrayList<>();
        for (Entity entity : List.of(Entity.RULES, Entity.PINNABLE_RELEASES)) {
            before.state().rows(entity).forEach(row -> addMappings(row, "", roots));
            before.state().pending(entity).forEach(row -> addMappings(row, "base_", roots));
        }
        for (Entity entity : List.of(Entity.RELEASES, Entity.RELEASES_JSON)) {
            for (Fields row : before.state().pending(entity)) {
                boolean same = call instanceof Call.Enact(Change change)
                        && change.equals(new Change(entity, row.number("sc_id")));
                if (!same) {
                    roots.addAll(TrustReach.blobs(row.text("base_data")));
                }
            }
        }
        Set<String> used = before.names(roots);
        used.retainAll(gone);
        return used.isEmpty() ? Optional.empty() : Optional.of("deleted in use: " + used);
    }

    private static void addMappings(Fields row, String prefix, List<String> roots) {
        roots.add(row.text(prefix + "mapping"));
        roots.add(row.text(prefix + "fallbackMapping"));
    }

    /** Who agreed to what has been enacted stays on record. */
    private static Optional<String> rewrittenSignoffs(TrustState before, TrustState after) {
        for (Entity entity : Entity.values()) {
            for (Fields row : before.scheduled(entity)) {
                int id = row.number("sc_id");
                if (row.is("complete") && !Objects.equals(before.signoffs(entity, id), after.signoffs(entity, id))) {
                    return Optional.of("the signoffs of the completed change " + entity + " " + id + " changed");
                }
            }
        }
        return Optional.empty();
    }
}
