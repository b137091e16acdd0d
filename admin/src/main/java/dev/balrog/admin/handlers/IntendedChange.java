// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Proposed change, as the requests that would execute it.
 *
 * @param places affected rows, the primary one first: of each, the entity and some columns
 * @param direct request that would apply the change directly; empty if there is no such operation
 * @param scheduling request that would schedule the change; empty if there is no such operation
 * @param timed whether the change has a time or condition
 */
record IntendedChange(List<Place> places, Optional<Request> direct, Optional<Request> scheduling, boolean timed) {
    private static final List<String> CONDITIONS =
            List.of("when", "telemetry_product", "telemetry_channel", "telemetry_uptake");
    private static final String WHEN = "when";
    private static final String DATA_VERSION = "data_version";
    private static final String BLOB = "blob";
    private static final String DATA = "data";

    /** Rows of an entity. */
    record Place(Entity entity, Row key) {}

    /**
     * Request of the admin API.
     *
     * @param operation name of the operation in the OpenAPI document
     * @param path path parameters
     * @param query query parameters
     * @param body request body; null for none
     */
    record Request(
            String operation,
            Map<String, String> path,
            Map<String, String> query,
            @Nullable ObjectNode body) {}

    /**
     * Parses a proposed change.
     *
     * @param body request body according to the contract
     * @param whenUnsaid scheduled time of a change without time or condition, in milliseconds since
     *     1970
     * @param isSplit returns whether a release of this name is stored in parts
     * @throws dev.balrog.admin.contract.ProblemException when required columns are missing
     */
    static IntendedChange of(JsonNode body, long whenUnsaid, Predicate<String> isSplit) {
        ChangeType type =
                ChangeType.byText(Bodies.requireText(body, "change_type")).orElseThrow();
        Form form = new Form(type, (ObjectNode) body.path("row"), whenUnsaid);
        return switch (Bodies.requireText(body, "kind")) {
            case "rule" -> form.rule();
            case "release" -> form.isOfParts(isSplit) ? form.splitRelease() : form.wholeRelease();
            case "permission" -> form.permission();
            case "user_role" -> form.userRole();
            case "product_required_signoff" -> form.requiredSignoff(Entity.PRODUCT_REQUIRED_SIGNOFFS, "ProductSignoff");
            case "permission_required_signoff" ->
                form.requiredSignoff(Entity.PERMISSIONS_REQUIRED_SIGNOFFS, "PermissionSignoff");
            case "emergency_shutoff" -> form.shutoff();
            case "pin" -> form.pin();
            default -> throw new IllegalStateException("The contract allows no other kind");
        };
    }

    private record Form(ChangeType type, ObjectNode row, long whenUnsaid) {
        IntendedChange rule() {
            ObjectNode fields = Bodies.without(now(), List.of("rule_id"));
            return change(
                    type == ChangeType.INSERT
                            ? List.of()
                            : List.of(new Place(Entity.RULES, Row.of(RULES.RULE_ID, ruleId()))),
                    switch (type) {
                        case INSERT -> request("createRule", Map.of(), fields);
                        case UPDATE -> request("updateRule", Map.of("id_or_alias", text("rule_id")), fields);
                        case DELETE -> deletion("deleteRule", Map.of("id_or_alias", text("rule_id")));
                    },
                    request("scheduleRuleChange", Map.of(), later()));
        }

        private int ruleId() {
            return Bodies.requireInteger(row, "rule_id");
        }

        boolean isOfParts(Predicate<String> isSplit) {
            return row.has(BLOB) || row.has("old_data_versions") || (!row.has(DATA) && isSplit.test(text("name")));
        }

        IntendedChange wholeRelease() {
            Map<String, String> path = Map.of("release", text("name"));
            ObjectNode release = Bodies.only(row, List.of("name", "product", DATA_VERSION));
            if (row.has(DATA)) {
                release.set(BLOB, row.get(DATA));
            }
            return change(
                    List.of(new Place(Entity.RELEASES, Row.of(NAME, text("name")))),
                    switch (type) {
                        case INSERT -> request("createRelease", Map.of(), release);
                        case UPDATE ->
                            row.has(DATA)
                                    ? request("replaceRelease", path, release)
                                    : request(
                                            "setReleaseReadOnly",
                                            path,
                                            Bodies.only(row, List.of("read_only", DATA_VERSION)));
                        case DELETE -> deletion("deleteRelease", path);
                    },
                    request("scheduleReleaseChange", Map.of(), later()));
        }

        IntendedChange splitRelease() {
            Map<String, String> path = Map.of("name", text("name"));
            List<Place> places = List.of(
                    new Place(Entity.RELEASES_JSON, Row.of(NAME, text("name"))),
                    new Place(Entity.RELEASE_ASSETS, Row.of(NAME, text("name"))));
            if (type == ChangeType.DELETE) {
                return change(places, request("deleteSplitRelease", path, null), null);
            }
            if (!row.has(BLOB)) {
                ObjectNode readOnly = Bodies.only(row, List.of("read_only"));
                if (row.has(DATA_VERSION)) {
                    readOnly.set("old_data_version", row.get(DATA_VERSION));
                }
                return change(places, request("setSplitReleaseReadOnly", path, readOnly), null);
            }
            String operation = row.path("merge").asBoolean(false) ? "updateSplitRelease" : "replaceSplitRelease";
            List<String> fields = List.of(BLOB, "product", "old_data_versions");
            return change(
                    places,
                    request(operation, path, Bodies.only(row, fields)),
                    request(operation, path, timed(Bodies.only(row, fields))));
        }

        IntendedChange permission() {
            Map<String, String> path = Map.of("username", text("username"), "permission", text("permission"));
            ObjectNode fields = Bodies.only(row, List.of("options", DATA_VERSION));
            return change(
                    List.of(new Place(
                            Entity.PERMISSIONS,
                            Row.of(PERMISSIONS.PERMISSION, text("permission")).with(USERNAME, text("username")))),
                    switch (type) {
                        case INSERT -> request("grantUserPermission", path, fields);
                        case UPDATE -> request("updateUserPermission", path, fields);
                        case DELETE -> deletion("revokeUserPermission", path);
                    },
                    request("schedulePermissionChange", Map.of(), later()));
        }

        IntendedChange userRole() {
            Map<String, String> path = Map.of("username", text("username"), "role", text("role"));
            return change(
                    List.of(place(Entity.USER_ROLES)),
                    switch (type) {
                        case INSERT -> request("grantRole", path, null);
                        case UPDATE -> null;
                        case DELETE -> deletion("revokeRole", path);
                    },
                    type == ChangeType.UPDATE ? null : request("scheduleUserRoleChange", Map.of(), later()));
        }

        IntendedChange requiredSignoff(Entity entity, String name) {
            return change(
                    List.of(place(entity)),
                    switch (type) {
                        case INSERT, UPDATE -> request("create" + name, Map.of(), now());
                        case DELETE -> request("delete" + name, Map.of(), null);
                    },
                    request("schedule" + name + "Change", Map.of(), later()));
        }

        IntendedChange shutoff() {
            return change(
                    List.of(place(Entity.EMERGENCY_SHUTOFFS)),
                    switch (type) {
                        case INSERT -> request("createShutoff", Map.of(), now());
                        case UPDATE -> null;
                        case DELETE ->
                            deletion("deleteShutoff", Map.of("product", text("product"), "channel", text("channel")));
                    },
                    type == ChangeType.UPDATE ? null : request("scheduleShutoffChange", Map.of(), later()));
        }

        IntendedChange pin() {
            List<Place> places = List.of(place(Entity.PINNABLE_RELEASES));
            if (type == ChangeType.DELETE) {
                return change(places, null, null);
            }
            Map<String, String> path = Map.of("name", text("mapping"));
            List<String> fields = List.of("product", "channel", "version");
            return change(
                    places,
                    request("pinSplitRelease", path, Bodies.only(row, fields)),
                    request("pinSplitRelease", path, timed(Bodies.only(row, fields))));
        }

        private Place place(Entity entity) {
            Row key = Row.EMPTY;
            for (String column : entity.keyNames()) {
                key = key.with(RowInput.named(entity, column, text(column)));
            }
            return new Place(entity, key);
        }

        private IntendedChange change(List<Place> places, @Nullable Request direct, @Nullable Request scheduling) {
            return new IntendedChange(places, Optional.ofNullable(direct), Optional.ofNullable(scheduling), isTimed());
        }

        private boolean isTimed() {
            return CONDITIONS.stream().anyMatch(condition -> Bodies.isGiven(row, condition));
        }

        /** Returns the body of the direct request. */
        private ObjectNode now() {
            return Bodies.without(row, CONDITIONS);
        }

        /** Returns the body of the scheduling request. */
        private ObjectNode later() {
            return timed(row.deepCopy()).put("change_type", type.text());
        }

        private ObjectNode timed(ObjectNode body) {
            if (isTimed()) {
                CONDITIONS.stream().filter(row::has).forEach(condition -> body.set(condition, row.get(condition)));
                return body;
            }
            return body.put(WHEN, whenUnsaid);
        }

        private static Request request(String operation, Map<String, String> path, @Nullable ObjectNode body) {
            return new Request(operation, path, Map.of(), body);
        }

        private Request deletion(String operation, Map<String, String> path) {
            JsonNode version = row.path(DATA_VERSION);
            return new Request(
                    operation,
                    path,
                    version.isMissingNode() || version.isNull() ? Map.of() : Map.of(DATA_VERSION, version.asString()),
                    null);
        }

        /** Returns the value of a key column; rejects the request if it is missing. */
        private String text(String column) {
            JsonNode value = row.path(column);
            String text = value.isValueNode() ? value.asString("") : "";
            if (text.isEmpty()) {
                throw Rejections.bad("Missing field", "row: " + column + " is missing");
            }
            return text;
        }
    }
}
