// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.balrog.admin.contract.Contract;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a running admin app to explain, and checks that what it says is what the contract says that it says. */
final class Explained {
    static final JsonMapper JSON = new JsonMapper();

    /** Rules and releases of most kinds. */
    static final JsonNode STATE = state();

    static final JsonNode SETTINGS = JSON.readTree("""
            {"ALLOWLISTED_DOMAINS": {
               "download.example.org": ["Firefox", "OpenH264", "FirefoxVPN", "SystemAddons"],
               "forced.example.org": ["Firefox"]},
             "SPECIAL_FORCE_HOSTS": ["https://forced.example.org/"]}
            """);

    static final List<String> ADA = List.of("Authorization", "Bearer ada", "Content-Type", "application/json");
    private static final Schema SCHEMA = schema("Explanation");

    private Explained() {}

    private static JsonNode state() {
        try (InputStream in =
                Objects.requireNonNull(Explained.class.getResourceAsStream("explained.json"), "explained.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts an admin app with {@link #STATE} and {@link #SETTINGS}. */
    static AdminOnDatabase start(Kind kind, Path directory) throws IOException {
        AdminOnDatabase admin = AdminOnDatabase.start(kind, directory);
        admin.reset(STATE);
        admin.configure(SETTINGS, null);
        return admin;
    }

    /** A schema of the contract, by its name. */
    static Schema schema(String name) {
        ObjectNode schema = JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
        schema.set(
                "components", JSON.readTree(Contract.load().document().json()).get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }

    static HttpResponse<String> send(AdminOnDatabase admin, String method, String target, JsonNode body)
            throws IOException, InterruptedException {
        return admin.send(method, target, body.toString(), ADA);
    }

    /** The explanation of what a URL is answered. */
    static JsonNode explain(AdminOnDatabase admin, String url, boolean scheduledChanges)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("url", url).put("scheduled_changes", scheduledChanges);
        HttpResponse<String> response = send(admin, "POST", "/api/v2/explain", body);
        assertThat(response.statusCode()).as("%s: %s", url, response.body()).isEqualTo(200);
        JsonNode explanation = JSON.readTree(response.body());
        assertThat(SCHEMA.validate(explanation)).as("%s", explanation).isEmpty();
        return explanation;
    }
}
