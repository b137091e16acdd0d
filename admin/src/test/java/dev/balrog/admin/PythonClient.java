// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the calls that balrogclient 2.0, Mozilla's Python client, makes: a HEAD request for the data version before each
 * change, JSON inside of strings, and headers of its own. Written from recorded requests.
 */
final class PythonClient {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final AdminOnDatabase admin;
    private final List<String> headers;

    PythonClient(AdminOnDatabase admin, String user) {
        this.admin = admin;
        this.headers = List.of(
                "Authorization", "Bearer " + user,
                "Accept", "application/json",
                "Content-Type", "application/json",
                "Referer", "https://balrog.example/api");
    }

    /**
     * What is stored, with the version that goes with it.
     *
     * @param version the header {@code X-Data-Version}; null where nothing is stored
     */
    record Stored(JsonNode data, @Nullable Integer version) {}

    /** Sends a request as it is, and expects a status. */
    JsonNode send(int status, String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = admin.send(method, path, body, headers);
        assertThat(response.statusCode())
                .as(method + " " + path + ": " + response.body())
                .isEqualTo(status);
        return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
    }

    /** Gets something with its version, which has to be a number in the header. */
    Stored get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = admin.send("GET", path, "", headers);
        if (response.statusCode() == 404) {
            return new Stored(JSON.createObjectNode(), null);
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new Stored(JSON.readTree(response.body()), version(response));
    }

    private static int version(HttpResponse<String> response) {
        return Integer.parseInt(response.headers().firstValue("X-Data-Version").orElseThrow());
    }

    /**
     * Changes something: asks for the data version first, and sends it along unless the data has one.
     *
     * @param asked what the data version is asked of
     */
    JsonNode change(int status, String method, String asked, String path, ObjectNode data)
            throws IOException, InterruptedException {
        HttpResponse<String> head = admin.send("HEAD", asked, "", headers);
        assertThat(head.statusCode()).isIn(200, 404);
        if (head.statusCode() == 200 && !data.has("data_version")) {
            data.put("data_version", version(head));
        }
        return send(status, method, path, data.toString());
    }

    /** Creates or updates a release that is stored whole. */
    JsonNode updateRelease(int status, String name, String product, JsonNode blob, @Nullable Integer version)
            throws IOException, InterruptedException {
        ObjectNode data = JSON.createObjectNode()
                .put("name", name)
                .put("product", product)
                .put("hashFunction", "sha512")
                .put("data", blob.toString());
        if (version != null) {
            data.put("data_version", version);
        }
        data.put("schema_version", blob.path("schema_version").asInt(9));
        return change(status, "POST", "/releases/" + name, "/releases/" + name, data);
    }

    /** Gets a locale of a release, with the version of the release. */
    Stored locale(String release, String platform, String locale) throws IOException, InterruptedException {
        Stored whole = get("/releases/" + release);
        return whole.version == null
                ? whole
                : new Stored(get(build(release, platform, locale)).data(), whole.version());
    }

    private static String build(String release, String platform, String locale) {
        return "/releases/" + release + "/builds/" + platform + "/" + locale;
    }

    /**
     * Submits a locale.
     *
     * @param alias other platforms, as JSON in a string; the string {@code null} for none
     */
    JsonNode updateLocale(
            int status,
            String release,
            String product,
            String platform,
            String locale,
            JsonNode build,
            String alias,
            int schemaVersion,
            @Nullable Integer version)
            throws IOException, InterruptedException {
        ObjectNode data = JSON.createObjectNode()
                .put("product", product)
                .put("data", build.toString())
                .put("hashFunction", "sha512")
                .put("alias", alias);
        if (version != null) {
            data.put("data_version", version);
        }
        data.put("schema_version", schemaVersion);
        return change(status, "PUT", "/releases/" + release, build(release, platform, locale), data);
    }
}
