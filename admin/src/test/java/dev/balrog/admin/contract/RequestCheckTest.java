// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.core.request.RequestTarget;
import dev.balrog.service.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RequestCheckTest {
    private static final Contract CONTRACT = Contract.load();
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A body that is of the right form, for each operation that has one. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("createRule", "{'update_type': 'minor', 'backgroundRate': 100, 'priority': 90}"),
            Map.entry("updateRule", "{'data_version': 1, 'version': '<60.0', 'buildID': '>=20200101'}"),
            Map.entry("replaceRule", "{'data_version': '1', 'mapping': null, 'priority': '7'}"),
            Map.entry("revertRule", "{'change_id': 0}"),
            Map.entry("createRelease", "{'name': 'a', 'product': 'b', 'blob': '{}'}"),
            Map.entry("replaceRelease", "{'name': 'a', 'product': 'b', 'blob': '{}', 'data_version': 2}"),
            Map.entry("updateRelease", "{'product': 'b', 'data': '{}', 'copyTo': '[]', 'alias': '[]'}"),
            Map.entry("replaceReleaseLocale", "{'product': 'b', 'data': '{}', 'schema_version': 4}"),
            Map.entry("setReleaseReadOnly", "{'data_version': 1, 'read_only': ''}"),
            Map.entry(
                    "createProductSignoff", "{'product': 'a', 'channel': 'b', 'role': 'c', 'signoffs_required': '2'}"),
            Map.entry("createPermissionSignoff", "{'product': 'a', 'role': 'c', 'signoffs_required': 2}"),
            Map.entry("grantUserPermission", "{'options': '{}'}"),
            Map.entry("updateUserPermission", "{'options': null, 'data_version': 1, 'permission': 7}"),
            Map.entry("createShutoff", "{'product': 'a', 'channel': 'b', 'comment': null}"),
            Map.entry("scheduleRuleChange", "{}"),
            Map.entry("updateRuleChange", "{'sc_data_version': 1, 'telemetry_uptake': '5', 'update_type': null}"),
            Map.entry("revertRuleChange", "{'change_id': 1}"),
            Map.entry(
                    "schedulePermissionChange",
                    "{'change_type': 'insert', 'permission': 'rule', 'username': 'a', 'when': null}"),
            Map.entry("updatePermissionChange", "{'sc_data_version': 1}"),
            Map.entry("revertPermissionChange", "{'change_id': 1}"),
            Map.entry("scheduleReleaseChange", "{'change_type': 'delete', 'name': 'a', 'when': 1}"),
            Map.entry("updateReleaseChange", "{'sc_data_version': 1, 'data_version': null}"),
            Map.entry("revertReleaseChange", "{'change_id': 1}"),
            Map.entry(
                    "scheduleProductSignoffChange",
                    "{'change_type': 'update', 'product': 'a', 'channel': 'b', 'role': 'c', 'when': 1}"),
            Map.entry("updateProductSignoffChange", "{'sc_data_version': 1}"),
            Map.entry("revertProductSignoffChange", "{'change_id': 1}"),
            Map.entry(
                    "schedulePermissionSignoffChange",
                    "{'change_type': 'update', 'product': 'a', 'role': 'c', 'when': 1}"),
            Map.entry("updatePermissionSignoffChange", "{'sc_data_version': 1}"),
            Map.entry("revertPermissionSignoffChange", "{'change_id': 1}"),
            Map.entry("scheduleShutoffChange", "{'product': 'a', 'channel': 'b', 'change_type': 'delete'}"),
            Map.entry("updateShutoffChange", "{'sc_data_version': 1, 'when': 2}"),
            Map.entry("signOffRuleChange", "{'role': 'a'}"),
            Map.entry("signOffPermissionChange", "{'role': 'a'}"),
            Map.entry("signOffReleaseChange", "{'role': 'a'}"),
            Map.entry("signOffProductSignoffChange", "{'role': 'a'}"),
            Map.entry("signOffPermissionSignoffChange", "{'role': 'a'}"),
            Map.entry("signOffShutoffChange", "{'role': 'a'}"),
            Map.entry("enactRuleChange", "{'sc_data_version': 1, 'uptake': 2}"),
            Map.entry("enactPermissionChange", "{'sc_data_version': 1, 'uptake': 2}"),
            Map.entry("scheduleUserRoleChange", "{'change_type': 'insert', 'username': 'a', 'role': 'c', 'when': 1}"),
            Map.entry("updateUserRoleChange", "{'sc_data_version': 1}"),
            Map.entry("enactUserRoleChange", "{'sc_data_version': 1, 'uptake': 2}"),
            Map.entry("signOffUserRoleChange", "{'role': 'a'}"),
            Map.entry("revertUserRoleChange", "{'change_id': 1}"),
            Map.entry("enactReleaseChange", "{'sc_data_version': 1, 'uptake': 2}"),
            Map.entry("enactProductSignoffChange", "{'sc_data_version': 1, 'uptake': 2}"),
            Map.entry("enactPermissionSignoffChange", "{'sc_data_version': 1, 'uptake': 2}"),
            Map.entry("enactShutoffChange", "{'sc_data_version': 1, 'uptake': 2}"),
            Map.entry("enactPinChange", "{'sc_data_version': 1, 'uptake': 2}"),
            Map.entry("signOffPinChange", "{'role': 'a'}"),
            Map.entry("enactSplitRelease", "{'digests': {'releases_json/1': 'a'}}"),
            Map.entry("updateSplitRelease", "{'blob': {}, 'old_data_versions': {}, 'when': null}"),
            Map.entry("replaceSplitRelease", "{'blob': {}, 'product': 'a'}"),
            Map.entry("setSplitReleaseReadOnly", "{'read_only': true, 'old_data_version': 1}"),
            Map.entry("pinSplitRelease", "{'product': 'a', 'channel': 'b', 'version': '1.'}"),
            Map.entry("signOffSplitRelease", "{'role': 'a'}"),
            Map.entry("explainUpdate", "{'url': '/update/1', 'scheduled_changes': true}"),
            Map.entry("preflight", "{'kind': 'rule', 'change_type': 'delete', 'row': {'rule_id': 1}}"),
            Map.entry(
                    "checkExpectations",
                    "{'expectations': [{'name': 'a', 'requests': [{'url': '/update/1'}], 'expect': {'update': 'any'}}]}"),
            Map.entry(
                    "putExpectation",
                    "{'expectation': {'name': 'a', 'requests': [{'url': '/update/1'}], 'expect': {'update': 'any'}}}"),
            Map.entry(
                    "createComment",
                    "{'kind': 'rule', 'sc_id': 1, 'sc_data_version': 1, 'message': 'a', 'requests_changes': true}"),
            Map.entry("proposeChangeSet", "{'changes': [{'kind': 'rule', 'change_type': 'insert', 'row': {}}]}"),
            Map.entry("checkChangeSet", "{'changes': [{'kind': 'rule', 'change_type': 'insert', 'row': {}}]}"),
            Map.entry(
                    "editChangeSet",
                    "{'changes': [{'kind': 'rule', 'change_type': 'insert', 'row': {}}], 'data_version': 1}"),
            Map.entry("signOffChangeSet", "{'role': 'releng', 'data_version': 1, 'digest': 'a'}"),
            Map.entry("enactChangeSet", "{'data_version': 1}"),
            Map.entry(
                    "compareChannels",
                    "{'product': 'a', 'from': 'b-test', 'to': 'b', 'settings': ['mapping'], 'rollout': 25, 'limit': 100, 'sample': 'synthetic'}"),
            Map.entry("simulateChanges", "{'scheduled_changes': [{'kind': 'rule', 'sc_id': 1}], 'sample': 'traffic'}"));

    static Stream<Operation> operationsWithBodies() {
        return CONTRACT.operations().stream()
                .filter(operation -> operation.body().isPresent());
    }

    /** Each property of each body, with a value of each type that it must not have. */
    static Stream<Arguments> wrongTypes() {
        return operationsWithBodies()
                .flatMap(operation -> properties(operation.body().orElseThrow().document())
                        .flatMap(property -> values().filter(value -> !mayBe(property.getValue(), value))
                                .map(value -> Arguments.of(operation, property.getKey(), value))));
    }

    private static Stream<Map.Entry<String, JsonNode>> properties(JsonNode schema) {
        return Stream.concat(
                schema.path("properties").propertyStream(),
                schema.path("allOf").valueStream().flatMap(RequestCheckTest::properties));
    }

    private static Stream<JsonNode> values() {
        return Stream.of(
                NODES.nullNode(),
                NODES.booleanNode(true),
                NODES.numberNode(1),
                NODES.numberNode(1.5),
                NODES.stringNode("1"),
                NODES.objectNode(),
                NODES.arrayNode());
    }

    private static boolean mayBe(JsonNode schema, JsonNode value) {
        String type = switch (value.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case STRING -> "string";
            case OBJECT -> "object";
            case ARRAY -> "array";
            default -> throw new AssertionError(value);
        };
        JsonNode types = schema.path("type");
        return types.isArray()
                ? types.valueStream().anyMatch(allowed -> allowed.asString().equals(type))
                : types.asString().equals(type);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsWithBodies")
    void acceptsBodiesOfTheRightForm(Operation operation) {
        ObjectNode body = body(operation);
        assertThat(check(operation, body).body()).isEqualTo(body);
        body.put("something_else", 5);
        if (isClosed(operation)) {
            assertThat(rejection(() -> check(operation, body)).detail()).contains("something_else");
        } else {
            assertThat(check(operation, body).body())
                    .as("with more than it needs")
                    .isEqualTo(body);
        }
    }

    /** Returns whether other members are rejected: operations of Mozilla's Balrog ignore them. */
    private static boolean isClosed(Operation operation) {
        return operation
                .body()
                .orElseThrow()
                .document()
                .path("additionalProperties")
                .isBoolean();
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @MethodSource("wrongTypes")
    void refusesWrongTypes(Operation operation, String property, JsonNode value) {
        ObjectNode body = body(operation);
        body.set(property, value);
        Problem problem = rejection(() -> check(operation, body));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.title()).isEqualTo("Bad Request");
        assertThat(problem.detail()).startsWith(property + ": ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsWithBodies")
    void refusesBodiesWithoutWhatIsRequired(Operation operation) {
        ObjectNode whole = body(operation);
        List<String> required =
                required(operation.body().orElseThrow().document()).toList();
        for (String property : required) {
            ObjectNode body = whole.deepCopy();
            body.remove(property);
            assertThat(rejection(() -> check(operation, body)).detail())
                    .isEqualTo("'" + property + "' is a required property");
        }
    }

    private static Stream<String> required(JsonNode schema) {
        return Stream.concat(
                schema.path("required").valueStream().map(JsonNode::asString),
                schema.path("allOf").valueStream().flatMap(RequestCheckTest::required));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "updateRule ; {'data_version': 1, 'alias': '3'} ; alias: '3' does not match '(^[a-zA-Z][a-zA-Z0-9-]*$|^$)'",
                "updateRule ; {'data_version': 1, 'rule_id': 3} ; rule_id: can't be set",
                "updateRule ; {'data_version': 1, 'product': 'äöü'} ; product: 'äöü' must be ASCII",
                "updateRule ; {'data_version': 0} ; data_version: 0 has to be an integer from 1 to 2147483647",
                "updateRule ; {'data_version': 'one'} ; data_version: 'one' has to be an integer from 1 to 2147483647",
                "updateRule ; {'data_version': 1.0} ; data_version: 1.0 has to be an integer from 1 to 2147483647",
                "updateRule ; {'data_version': 1, 'backgroundRate': '101'} ; backgroundRate: '101' has to be an integer from 0 to 100",
                "updateRule ; {'data_version': 1, 'update_type': 'patch'} ; update_type: 'patch' is not one of major, minor",
                "createShutoff ; {'product': '', 'channel': 'b'} ; product: '' has to have at least 1 character",
                "createShutoff ; {'product': 'abcdefghijklmnop', 'channel': 'b'} ; product: 'abcdefghijklmnop' may have at most 15 characters",
                "revertRule ; {'change_id': -1} ; change_id: -1 is less than 0",
                "createRelease ; {'name': 'a', 'product': 'b', 'blob': '{'} ; blob: '{' is not JSON",
                "signOffRuleChange ; [] ; [] is not of type object",
                "signOffRuleChange ; null ; null is not of type object",
            })
    void saysWhatIsWrongWithABody(String operation, String body, String detail) {
        Problem problem = rejection(() -> check(operation(operation), JSON.readTree(body.replace('\'', '"'))));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0", "<4.0", ">=4.0.1", "4.0b2", "60.*", "4.0,60.0a1", "60.0.1", ""})
    void acceptsConditionsOnVersions(String version) {
        assertThat(check(operation("updateRule"), updateOf("version", version))
                        .body()
                        .path("version")
                        .asString())
                .isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<= 4.0",
                " <=4.0",
                "<>4.0",
                "<=-4.0",
                "=4.0",
                "> 4.0",
                " 4.0 ",
                "<=4.0,3.0",
                "4.0,<3.0",
                "=4.0,=3.0",
                "5",
                ">=5",
                "4.0,60.*",
                "4.0,",
                "abc"
            })
    void refusesConditionsOnVersions(String version) {
        assertThat(rejection(() -> check(operation("updateRule"), updateOf("version", version)))
                        .detail())
                .startsWith("version: '" + version + "' is not a condition on versions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4120", "<4120", ">=20260101000000", "", "4120 "})
    void acceptsConditionsOnBuildIds(String buildId) {
        assertThat(check(operation("updateRule"), updateOf("buildID", buildId))
                        .body()
                        .path("buildID")
                        .asString())
                .isEqualTo(buildId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<= 4120", " <=4120", "<>4120", "<=-4120", "=41230", " 41220 ", "abcdef", "<abcdef", "2018*"})
    void refusesConditionsOnBuildIds(String buildId) {
        assertThat(rejection(() -> check(operation("updateRule"), updateOf("buildID", buildId)))
                        .detail())
                .startsWith("buildID: '" + buildId + "' is not a condition on build IDs");
    }

    @Test
    void readsTheQuery() {
        Call call = query("listRuleRevisions", "?page=2&limit=%207");
        assertThat(call.queriedNumber("page")).hasValue(2);
        assertThat(call.queriedNumber("limit")).hasValue(7);
        assertThat(query("listRules", "?product=null").queried("product")).isEmpty();
        assertThat(query("listRules", "?product=").queried("product")).hasValue("");
        assertThat(query("listSplitReleases", "?names_only=null").queried("names_only"))
                .as("a text that may not be null")
                .hasValue("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "deleteRule ; '' ; Missing query parameter 'data_version'",
                "deleteRule ; ?data_version=x ; The query parameter 'data_version' has to be an integer, not 'x'",
                "deleteRule ; ?data_version=null ; The query parameter 'data_version' has to be an integer, not 'null'",
                "deleteRule ; ?data_version=0 ; The query parameter 'data_version': 0 is less than 1",
                "deleteRule ; ?data_version=1&z=1&a=2 ; Extra query parameter(s) a, z not in spec",
                "listRules ; ?product=%C3%A4 ; The query parameter 'product': 'ä' must be ASCII",
                "listRules ; ?timestamp=99999999999999999999 ; The query parameter 'timestamp' has to be an integer, not '99999999999999999999'",
                "listProductSignoffRevisions ; ?product=&role=a&channel=b ; The query parameter 'product': '' has to have at least 1 character",
            })
    void refusesWrongQueries(String operation, String query, String detail) {
        Problem problem = rejection(() -> query(operation, query));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleteProductSignoff", "listShutoffs"})
    void ignoresTheQueryWhereNothingAtAllIsTaken(String operation) {
        assertThat(query(operation, "?product=a").query()).isEmpty();
    }

    @Test
    void refusesWrongPaths() {
        Operation operation = operation("getUserPermission");
        assertThat(rejection(() -> RequestCheck.check(
                                operation, Map.of("username", "a", "permission", "fake"), Map.of(), null, new byte[0]))
                        .detail())
                .startsWith("The path parameter 'permission': 'fake' is not one of admin, emergency_shutoff, ");
    }

    @Test
    void refusesBodiesThatAreNoJson() {
        Operation operation = operation("signOffRuleChange");
        assertThat(rejection(() -> send(operation, "application/json", "{")).status())
                .isEqualTo(400);
        assertThat(rejection(() -> send(operation, "application/json", "{} {}")).status())
                .isEqualTo(400);
        assertThat(rejection(() -> send(operation, "application/json", "{\"role\": \"\\ud800\"}"))
                        .detail())
                .contains("surrogate");
        assertThat(rejection(() -> send(operation, "application/json", "")).detail())
                .contains("missing");
        assertThat(rejection(() -> send(operation, "text/plain", "{}")).status())
                .isEqualTo(415);
        assertThat(rejection(() -> send(operation, null, "{}")).status()).isEqualTo(415);
        assertThat(send(operation, "Application/JSON; charset=utf-8", "{\"role\": \"a\"}")
                        .body())
                .isNotEmpty();
    }

    @Test
    void ignoresBodiesWhereThereIsNoneInTheContract() {
        assertThat(send(operation("listRules"), "text/plain", "hello").body().isMissingNode())
                .isTrue();
    }

    private static ObjectNode updateOf(String property, String value) {
        return NODES.objectNode().put("data_version", 1).put(property, value);
    }

    private static Operation operation(String id) {
        return CONTRACT.operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode body(Operation operation) {
        String text = Objects.requireNonNull(BODIES.get(operation.id()), operation.id());
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    private static Call check(Operation operation, JsonNode body) {
        return send(operation, "application/json", body.toString());
    }

    private static Call send(Operation operation, @Nullable String contentType, String body) {
        return RequestCheck.check(operation, arguments(operation), Map.of(), contentType, body.getBytes(UTF_8));
    }

    private static Call query(String operation, String query) {
        return RequestCheck.check(
                operation(operation),
                arguments(operation(operation)),
                RequestTarget.parse("/" + query).query(),
                null,
                new byte[0]);
    }

    private static Map<String, String> arguments(Operation operation) {
        return operation.path().toString().contains("{permission}")
                ? Map.of("username", "a", "permission", "rule")
                : operation.parameters().stream()
                        .filter(parameter -> parameter.in() == Parameter.In.PATH)
                        .collect(java.util.stream.Collectors.toMap(Parameter::name, parameter -> "1"));
    }

    private static Problem rejection(org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
        return Objects.requireNonNull(catchThrowableOfType(ProblemException.class, request), "it was accepted")
                .problem();
    }
}
