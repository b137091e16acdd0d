// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.service.BuildInfo;
import dev.balrog.service.HttpService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
@Timeout(60)
class UserInterfaceTest {
    private static final String SCRIPT = "/ui/assets/index-abc123.js";
    private static final Pattern NONCE = Pattern.compile("'nonce-([^']+)'");

    private TestAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = TestAdmin.start();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/",
                "/ui/index.html",
                "/ui/rules",
                "/ui/rules?product=Firefox",
                "/ui/releases/Firefox-120.0-build1",
                "/ui/users/ada%40example.com"
            })
    void showsThePageAtEachAddressThatIsNoFile(String path) throws Exception {
        HttpResponse<String> page = admin.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Pages for tests</title>");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void allowsThePageOnlyWhatItNeeds() throws Exception {
        HttpResponse<String> page = admin.get("/ui/");
        assertThat(header(page, "X-Frame-Options")).isEqualTo("SAMEORIGIN");
        Matcher nonce = NONCE.matcher(header(page, "Content-Security-Policy"));
        assertThat(nonce.find()).isTrue();
        assertThat(header(page, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce.group(1)
                        + "'; img-src 'self' data:; font-src 'self'; connect-src 'self' https://idp.example;"
                        + " frame-src 'self' https://idp.example; base-uri 'none'; form-action 'self';"
                        + " frame-ancestors 'self'");
        assertThat(page.body()).contains("nonce=\"" + nonce.group(1) + "\"").doesNotContain("__CSP_NONCE__");
        assertThat(header(admin.get("/ui/"), "Content-Security-Policy"))
                .as("another nonce")
                .isNotEqualTo(header(page, "Content-Security-Policy"));
        assertThat(header(page, "ETag")).as("of what is never the same").isEmpty();
    }

    @Test
    void sendsFilesThatNeverChangeOnce() throws Exception {
        HttpResponse<String> script = admin.get(SCRIPT);
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.body()).contains("export const number1 = 1;");
        assertThat(header(script, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(script, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        HttpResponse<String> again = admin.get(SCRIPT, "If-None-Match", header(script, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        HttpResponse<String> icon = admin.get("/ui/icon.svg");
        assertThat(header(icon, "Content-Type")).isEqualTo("image/svg+xml");
        assertThat(header(icon, "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void compressesFilesForThoseWhoCanRead() throws Exception {
        String plain = admin.get(SCRIPT).body();
        HttpResponse<byte[]> compressed = admin.bytes(admin.to(SCRIPT, "Accept-Encoding", "gzip"));
        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(compressed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(compressed.body().length).isLessThan(plain.length());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo(plain);
        }
        assertThat(header(admin.get("/ui/icon.svg", "Accept-Encoding", "gzip"), "Content-Encoding"))
                .as("of what would not get smaller")
                .isEmpty();
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> head = admin.send("HEAD", SCRIPT, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length"))
                .hasValue(admin.get(SCRIPT).body().length());
    }

    @Test
    void tellsThePageWhereItRuns() throws Exception {
        HttpResponse<String> config = admin.get("/ui/config.json");
        assertThat(header(config, "Content-Type")).isEqualTo("application/json");
        assertThat(header(config, "Cache-Control")).isEqualTo("no-cache");
        JsonMapper json = new JsonMapper();
        assertThat(json.readTree(config.body()))
                .isEqualTo(json.readTree("""
                {"api": "/api",
                 "oidc": {"issuer": "https://idp.example/", "clientId": "balrog-ui", "audience": "balrog",
                          "scope": "openid profile email"},
                 "uptake": false, "environment": "tests", "version": "%s"}""".formatted(BuildInfo.current().version())));
    }

    @Test
    void leadsBrowsersToThePage() throws Exception {
        for (HttpResponse<String> response :
                List.of(admin.get("/", "Accept", "text/html,*/*;q=0.8"), admin.get("/ui"))) {
            assertThat(response.statusCode()).isEqualTo(302);
            assertThat(header(response, "Location")).isEqualTo("/ui/");
        }
        assertThat(admin.get("/", "Accept", "*/*").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/assets/nothing.js", "/ui/assets/", "/ui/nothing.png", "/ui/rules/nothing.css"})
    void doesNotPassThePageOffAsAFile(String path) throws Exception {
        assertThat(admin.get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/../dev/balrog/admin/contract/openapi.yaml",
                "/ui/assets/../../dev/balrog/admin/contract/openapi.yaml",
                "/ui/%2e%2e/dev/balrog/admin/contract/openapi.yaml",
                "/ui/..%2fdev/balrog/admin/AdminApp.class",
                "/ui/assets/%2e%2e%2f%2e%2e%2fetc/passwd",
                "/ui/..\\..\\etc\\passwd.txt",
                "/ui//etc/passwd.txt",
                "/ui/./index",
            })
    void keepsToItsOwnFiles(String target) throws Exception {
        // The usual client would tidy the address up.
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            assertThat(socket.getInputStream().readAllBytes()).asString(UTF_8).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void changesNothing() throws Exception {
        HttpResponse<String> response = admin.send("POST", "/ui/rules", "{}");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void readsItsFilesFromAJar(@TempDir Path directory) throws Exception {
        Path jar = directory.resolve("ui.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : new String[] {"ui/index.html", "ui/assets/", "ui/assets/a.js", "uix/other.js"}) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(UTF_8));
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Map<String, byte[]> files = UiResources.read(loader);
            assertThat(files).containsOnlyKeys("index.html", "assets/a.js");
            assertThat(files.get("assets/a.js")).asString(UTF_8).isEqualTo("ui/assets/a.js");
        }
    }

    @Test
    void saysWhenItWasLeftOut() throws Exception {
        assertThat(UiResources.read(ClassLoader.getPlatformClassLoader())).isEmpty();
        AdminSettings settings = TestAdmin.settings(Set.of());
        UserInterface none = new UserInterface(Map.of(), settings.ui(), settings.identity());
        HttpService server = HttpService.start(
                settings.http(),
                InstantSource.system(),
                request -> none.answer(request).orElseThrow().send(request),
                (error, context) -> {});
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/ui/rules"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("built without its user interface");
        } finally {
            server.stop(Duration.ZERO);
        }
    }
}
