// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.admin.contract.Contract.Match;
import dev.balrog.core.request.RequestTarget;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ContractTest {
    private static final Contract CONTRACT = Contract.load();

    @Test
    void hasOperationsWithNamesOfTheirOwn() {
        List<Operation> operations = CONTRACT.operations();
        assertThat(operations).hasSize(160);
        assertThat(operations)
                .extracting(Operation::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
        assertThat(operations)
                .extracting(Operation::metric)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z_0-9]+"));
    }

    @Test
    void reachesEachOperation() {
        for (Operation operation : CONTRACT.operations()) {
            Map<String, String> arguments = operation.parameters().stream()
                    .filter(parameter -> parameter.in() == Parameter.In.PATH)
                    .collect(Collectors.toMap(Parameter::name, parameter -> "1"));
            String path = operation.path().toString().replaceAll("\\{[a-z_]+}", "1");
            for (String prefix : List.of("", "/api")) {
                assertThat(match(operation.method(), prefix + path))
                        .as("%s %s%s", operation.method(), prefix, path)
                        .isEqualTo(new Match.Found(operation, arguments));
            }
        }
    }

    @Test
    void describesEachArgumentOfAPath() {
        for (Operation operation : CONTRACT.operations()) {
            assertThat(operation.parameters().stream()
                            .filter(parameter -> parameter.in() == Parameter.In.PATH)
                            .map(parameter -> "{" + parameter.name() + "}"))
                    .as(operation.id())
                    .allMatch(operation.path().toString()::contains)
                    .hasSize(operation.path().toString().split("\\{", -1).length - 1);
        }
    }

    @Test
    void asksForALoginBeforeAllChanges() {
        assertThat(CONTRACT.operations())
                .filteredOn(operation -> !operation.method().equals("GET") && !operation.login())
                .extracting(Operation::id)
                // These two do nothing but refuse.
                .containsExactlyInAnyOrder("deleteProductSignoff", "deletePermissionSignoff");
        assertThat(CONTRACT.operations())
                .filteredOn(operation -> operation.method().equals("GET") && operation.login())
                .extracting(Operation::id)
                .containsExactlyInAnyOrder(
                        "listUsers",
                        "getUser",
                        "listUserPermissions",
                        "getUserPermission",
                        "listPermissionsHistory",
                        "listComments",
                        "listChangeSets",
                        "getChangeSet",
                        "listHistory",
                        "getUpdatePath",
                        "listPublicApps",
                        "getTraffic",
                        "getTrafficSample",
                        "listNotifications",
                        "lint");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET,    /rules,                        listRules",
        "HEAD,   /rules,                        listRules",
        "GET,    /rules/history,                listRulesHistory",
        "GET,    /rules/frodo,                  getRule",
        "GET,    /rules/columns/revisions,      listRuleColumn",
        "GET,    /rules/7/revisions,            listRuleRevisions",
        // Nothing but GET has the literal path, so it is the alias here.
        "POST,   /rules/history,                updateRule",
        "GET,    /releases/a%20b,               getRelease",
        "GET,    /api/api,                      ''",
        "GET,    /api/v2/releases,              listSplitReleases",
        "GET,    /v2/releases/a/.platforms.x.locales.de/data_version, getSplitReleasePartDataVersion",
        "GET,    /v2/releases/a/data_versions,  getSplitReleaseDataVersions",
        "GET,    /v2/releases/a/revisions,      listReleaseRevisions",
        "GET,    /v2/releases/a/revisions/data_version, getReleaseRevision",
        "GET,    /rules/frodo/revisions,        ''",
        "GET,    /rules/-1/revisions,           ''",
        "GET,    /rules/99999999999999999999/revisions, ''",
        "GET,    /rules/,                       ''",
        "GET,    /api,                          ''",
        "GET,    /,                             ''",
        "GET,    /nothing,                      ''",
        "GET,    /releases/a%2Fb,               ''",
    })
    void prefersTheMoreDefinitePath(String method, String path, String operation) {
        Match match = match(method, path);
        if (operation.isEmpty()) {
            assertThat(match).isEqualTo(new Match.Unknown());
        } else {
            assertThat(match)
                    .isInstanceOfSatisfying(
                            Match.Found.class,
                            found -> assertThat(found.operation().id()).isEqualTo(operation));
        }
    }

    @Test
    void saysWhichMethodsThereAre() {
        assertThat(match("PATCH", "/rules/1"))
                .isInstanceOfSatisfying(
                        Match.OtherMethod.class,
                        other -> assertThat(other.allowed())
                                .containsExactly("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"));
    }

    @Test
    void handsOutItsText() {
        byte[] json = CONTRACT.document().json();
        assertThat(new JsonMapper().readTree(json))
                .isEqualTo(new YAMLMapper().readTree(CONTRACT.document().yaml()));
        assertThat(new JsonMapper().readTree(json).path("openapi").asString()).isEqualTo("3.1.0");
    }

    private static Match match(String method, String target) {
        return CONTRACT.match(method, RequestTarget.parse(target).segments());
    }
}
