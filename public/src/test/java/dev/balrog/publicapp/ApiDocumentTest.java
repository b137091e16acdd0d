// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.request.UpdateUrl;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.query.PublicQueries;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The document of the public API at {@code /swagger.json}, compared with what the app answers. */
class ApiDocumentTest {
    private static final Set<String> WITHOUT_DATA = Set.of("/__heartbeat__", "/__lbheartbeat__", "/__version__");

    @Test
    void describesExactlyTheUrlsThatThereAre(@TempDir Path directory) throws Exception {
        DatabaseUri uri =
                TestApp.database(DatabaseUri.parse("sqlite:///" + directory.resolve("balrog.db")), SampleState.STATE);
        try (TestApp app = TestApp.start(uri, SampleState.CONFIG);
                Database database = new Database(uri, DatabaseOptions.forReading());
                HttpConnection connection = new HttpConnection(app.port())) {
            HttpConnection.Response response = connection.get("/swagger.json");
            assertThat(response.status()).isEqualTo(200);
            assertThat(app.measurements())
                    .contains("balrog_responses_total{kind=\"update\",status=\"503\"} 0")
                    .contains("balrog_signing_certificate_expiry_timestamp_seconds +Inf")
                    .contains("balrog_autograph_errors_total{reason=\"local_key_error\"} 0");
            assertThat(response.header("content-type")).isEqualTo("application/json");
            JsonNode document = TestApp.JSON.readTree(response.body());
            assertThat(document.path("swagger").asString()).isEqualTo("2.0");

            Set<String> urls = new TreeSet<>(UpdateUrl.templates());
            urls.addAll(WITHOUT_DATA);
            ApiBulkhead bulkhead =
                    new ApiBulkhead(ApiBulkhead.Limits.of(Runtime.getRuntime().maxMemory(), 2));
            urls.addAll(new PublicApi(new PublicQueries(database), _ -> true, false, bulkhead)
                    .routes().stream()
                            .map(route ->
                                    "/" + String.join("/", route.template()).replace(":int", ""))
                            .toList());
            assertThat(new TreeSet<>(document.path("paths").propertyNames())).isEqualTo(urls);
        }
    }

    @Test
    void namesEachParameterOnceAndResolvesEachReference() {
        JsonNode document = TestApp.JSON.readTree(
                ApiDocumentTest.class.getResourceAsStream("/dev/balrog/publicapp/static/swagger.json"));
        Set<String> operations = new HashSet<>();
        document.path("paths").forEachEntry((path, methods) -> {
            JsonNode get = methods.path("get");
            assertThat(operations.add(get.path("operationId").asString()))
                    .as(path)
                    .isTrue();
            Set<String> inPath = get.path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.path("in").asString().equals("path"))
                    .map(parameter -> "{" + parameter.path("name").asString() + "}")
                    .collect(Collectors.toSet());
            Set<String> wanted = Arrays.stream(path.split("/"))
                    .filter(segment -> segment.startsWith("{"))
                    .collect(Collectors.toSet());
            assertThat(inPath).as(path).isEqualTo(wanted);
        });
        document.findValuesAsString("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }
}
