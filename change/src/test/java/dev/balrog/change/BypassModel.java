// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What signoffs are there for, told a second time, from nothing but rows of tables: what may only change when enough
 * people have agreed, how many that are, and who has agreed to what. It shares no decision with the engine.
 */
final class BypassModel {
    private static final String PRODUCT = "Firefox";
    private static final String CHANNEL = "release";

    /** What is protected, and which requirements protect it. */
    enum Realm {
        /** What clients of the protected channel are offered. */
        SERVED("product_req_signoffs"),
        /** Who has to agree to changes of it. */
        REQUIREMENTS("product_req_signoffs"),
        /** Who may do what to the product. */
        PERMISSIONS("permissions_req_signoffs"),
        /** Who has to agree to changes of that. */
        PERMISSION_REQUIREMENTS("permissions_req_signoffs");

        private final String requirements;

        Realm(String requirements) {
            this.requirements = requirements;
        }
    }

    /** Who has agreed to a scheduled change as it is now: roles by user, by table and number of the change. */
    private final Map<String, Map<String, String>> agreed = new HashMap<>();

    /** Everything that belongs to a realm, so that two states of it can be compared. */
    static JsonNode view(Realm realm, JsonNode state) {
        ArrayNode view = JsonMapper.shared().createArrayNode();
        switch (realm) {
            case SERVED -> {
                List<JsonNode> rules = rows(state, "rules", BypassModel::reachesChannel);
                rules.forEach(rule -> view.add(bare(rule)));
                Set<String> releases = rules.stream()
                        .flatMap(rule -> Stream.of("mapping", "fallbackMapping")
                                .map(column -> rule.path(column).asString("")))
                        .collect(Collectors.toSet());
                for (String table : List.of("releases", "releases_json", "release_assets")) {
                    rows(state, table, row -> releases.contains(row.path("name").asString()))
                            .forEach(row -> view.add(served(row)));
                }
                rows(state, "emergency_shutoffs", BypassModel::isOfChannel).forEach(row -> view.add(bare(row)));
            }
            case REQUIREMENTS ->
                rows(state, "product_req_signoffs", BypassModel::isOfChannel).forEach(row -> view.add(bare(row)));
            case PERMISSIONS ->
                rows(state, "permissions", BypassModel::reachesProduct).forEach(row -> view.add(bare(row)));
            case PERMISSION_REQUIREMENTS ->
                rows(
                                state,
                                "permissions_req_signoffs",
                                row -> row.path("product").asString().equals(PRODUCT))
                        .forEach(row -> view.add(bare(row)));
        }
        return view;
    }

    /** What may happen without anybody's consent: to shut updates off. */
    static boolean onlyShutsOff(JsonNode before, JsonNode after) {
        ObjectNode without = ((ObjectNode) after).deepCopy();
        without.set("emergency_shutoffs", before.path("emergency_shutoffs"));
        return view(Realm.SERVED, before).equals(view(Realm.SERVED, without))
                && rows(before, "emergency_shutoffs", BypassModel::isOfChannel).isEmpty();
    }

    /** How many have to agree, by role. */
    static Map<String, Integer> required(Realm realm, JsonNode state) {
        Predicate<JsonNode> concerned = realm.requirements.equals("product_req_signoffs")
                ? BypassModel::isOfChannel
                : row -> row.path("product").asString().equals(PRODUCT);
        Map<String, Integer> required = new TreeMap<>();
        rows(state, realm.requirements, concerned)
                .forEach(row -> required.put(
                        row.path("role").asString(),
                        row.path("signoffs_required").intValue()));
        return required;
    }

    /** Whether people enough who hold the role now have agreed to a scheduled change as it is now; each counts once. */
    boolean haveAgreed(Entity entity, int id, Map<String, Integer> required, JsonNode state) {
        List<String> roles = agreed.getOrDefault(name(entity, id), Map.of()).entrySet().stream()
                .filter(signoff -> hasRole(state, signoff.getKey(), signoff.getValue()))
                .map(Map.Entry::getValue)
                .toList();
        return required.entrySet().stream()
                .allMatch(role -> roles.stream().filter(role.getKey()::equals).count() >= role.getValue());
    }

    /** Whoever agrees in the name of a role that they do not have has not agreed. */
    void signed(Entity entity, int id, String user, String role, JsonNode state) {
        if (hasRole(state, user, role)) {
            agreed.computeIfAbsent(name(entity, id), _ -> new HashMap<>()).putIfAbsent(user, role);
        }
    }

    void withdrew(Entity entity, int id, String user) {
        agreed.getOrDefault(name(entity, id), new HashMap<>()).remove(user);
    }

    /**
     * Follows what has become of the scheduled changes and of the releases that they lead to: who agreed to something else
     * has not agreed to what is there now, except whoever has just scheduled or edited it, who can only have agreed in the
     * name of a role of their own.
     *
     * @param editor who has just scheduled or edited a change; null when somebody did something else
     */
    void follow(JsonNode before, JsonNode after, @Nullable String editor) {
        for (Entity entity : Entity.values()) {
            String table = entity.table() + "_scheduled_changes";
            Map<Integer, JsonNode> old = byId(before, table);
            byId(after, table).forEach((id, row) -> {
                boolean edited = !Objects.equals(content(row), content(old.get(id)));
                if (edited || !releases(row, before).equals(releases(row, after))) {
                    Map<String, String> signoffs = agreed.computeIfAbsent(name(entity, id), _ -> new HashMap<>());
                    signoffs.clear();
                    String author = row.path("scheduled_by").asString();
                    if (edited && author.equals(editor)) {
                        signedBySelf(after, table, id, author).ifPresent(role -> signoffs.put(author, role));
                    }
                }
            });
        }
    }

    private static Optional<String> signedBySelf(JsonNode state, String table, int id, String author) {
        return rows(
                        state,
                        table + "_signoffs",
                        row -> row.path("sc_id").intValue() == id
                                && row.path("username").asString().equals(author))
                .stream()
                .map(row -> row.path("role").asString())
                .filter(role -> hasRole(state, author, role))
                .findFirst();
    }

    private static boolean hasRole(JsonNode state, String user, String role) {
        return rows(state, "user_roles", _ -> true).stream()
                .anyMatch(held -> held.path("username").asString().equals(user)
                        && held.path("role").asString().equals(role));
    }

    private static Map<Integer, JsonNode> byId(JsonNode state, String table) {
        Map<Integer, JsonNode> rows = new HashMap<>();
        rows(state, table, _ -> true).forEach(row -> rows.put(row.path("sc_id").intValue(), row));
        return rows;
    }

    /** What a scheduled change would make; not whether it has. */
    private static @Nullable JsonNode content(@Nullable JsonNode row) {
        return row == null ? null : ((ObjectNode) row).deepCopy().without(List.of("complete", "data_version"));
    }

    /** The releases that a scheduled change of a rule leads to, as they are stored. */
    private static List<JsonNode> releases(JsonNode row, JsonNode state) {
        Set<String> names = Stream.of("base_mapping", "base_fallbackMapping")
                .map(column -> row.path(column).asString(""))
                .collect(Collectors.toSet());
        return Stream.of("releases", "releases_json", "release_assets")
                .flatMap(table ->
                        rows(
                                state,
                                table,
                                release -> names.contains(release.path("name").asString()))
                                .stream())
                .map(BypassModel::served)
                .toList();
    }

    private static String name(Entity entity, int id) {
        return entity + " " + id;
    }

    private static boolean reachesChannel(JsonNode row) {
        return isNullOr(row.path("product"), PRODUCT) && isNullOr(row.path("channel"), CHANNEL);
    }

    private static boolean isOfChannel(JsonNode row) {
        return row.path("product").asString("").equals(PRODUCT)
                && row.path("channel").asString("").equals(CHANNEL);
    }

    private static boolean reachesProduct(JsonNode row) {
        String options = row.path("options").isString()
                ? row.path("options").asString()
                : row.path("options").toString();
        return !options.contains("products") || options.contains(PRODUCT);
    }

    private static boolean isNullOr(JsonNode value, String expected) {
        return value.isNull() || value.isMissingNode() || value.asString().equals(expected);
    }

    private static JsonNode bare(JsonNode row) {
        return ((ObjectNode) row).deepCopy().without("data_version");
    }

    /** To lock a release, or to unlock it, changes nothing that clients get. */
    private static JsonNode served(JsonNode row) {
        return ((ObjectNode) row).deepCopy().without(List.of("data_version", "read_only"));
    }

    private static List<JsonNode> rows(JsonNode state, String table, Predicate<JsonNode> chosen) {
        return state.path(table).valueStream().filter(chosen).toList();
    }
}
