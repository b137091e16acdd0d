// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.auth.TokenAuthenticator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class IdentityServerTest {
    private static final Person ADA = new Person("ada@example.com", "Ada <A>", "may do everything");
    private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-x";
    private static final String REDIRECT = "http://127.0.0.1:9/callback?x=1";

    private final HttpClient client = HttpClient.newHttpClient();
    private int port;
    private IdentityServer server;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = IdentityServer.start(
                "127.0.0.1",
                port,
                "balrog",
                List.of(ADA),
                List.of(new Machine("robot", "s3cret")),
                InstantSource.system(),
                (error, context) -> {
                    throw new AssertionError(error);
                });
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> form, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(encoded(form)))
                .header("Content-Type", "application/x-www-form-urlencoded");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String challenge() throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String authorizePath(String redirect) throws Exception {
        return "/authorize?"
                + encoded(Map.of(
                        "response_type", "code",
                        "client_id", "ui",
                        "redirect_uri", redirect,
                        "state", "st&te",
                        "nonce", "n1",
                        "code_challenge", challenge(),
                        "code_challenge_method", "S256"));
    }

    private static String code(HttpResponse<String> response) {
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(REDIRECT + "&").contains("state=st%26te");
        Matcher matcher = Pattern.compile("[&?]code=([^&]+)").matcher(location);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private HttpResponse<String> exchange(String code, String verifier, String redirect) throws Exception {
        return send(
                "POST",
                "/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "ui",
                        "code", code,
                        "redirect_uri", redirect,
                        "code_verifier", verifier));
    }

    private String logIn() throws Exception {
        return code(send("POST", authorizePath(REDIRECT), Map.of("person", "ada@example.com")));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void letsPeopleLogInWithACodeAndRenewTheirTokens() throws Exception {
        JsonNode tokens = json(exchange(logIn(), VERIFIER, REDIRECT));

        assertThat(accepted(tokens.path("access_token").asString())).isEqualTo("ada@example.com");
        assertThat(json(send(
                                "GET",
                                "/userinfo",
                                Map.of(),
                                "Authorization",
                                "Bearer " + tokens.path("access_token").asString()))
                        .path("email")
                        .asString())
                .isEqualTo("ada@example.com");
        Map<String, String> renewal = Map.of(
                "grant_type", "refresh_token",
                "client_id", "ui",
                "refresh_token", tokens.path("refresh_token").asString());
        assertThat(accepted(json(send("POST", "/token", renewal))
                        .path("access_token")
                        .asString()))
                .isEqualTo("ada@example.com");
        assertThat(send("POST", "/token", renewal).statusCode()).isEqualTo(400);
    }

    private String accepted(String token) throws Exception {
        dev.balrog.auth.IdentityProvider provider = new dev.balrog.auth.IdentityProvider(
                server.issuer(), "balrog", Optional.empty(), Map.of("robot", "ci-robot"));
        try (TokenAuthenticator authenticator =
                new TokenAuthenticator(provider, Optional::of, InstantSource.system())) {
            return authenticator.authenticate("Bearer " + token, null).name();
        }
    }

    @Test
    void takesACodeOnceAndOnlyFromTheOneWhoAskedForIt() throws Exception {
        String code = logIn();
        assertThat(exchange(code, VERIFIER, REDIRECT).statusCode()).isEqualTo(200);
        assertThat(exchange(code, VERIFIER, REDIRECT).statusCode()).isEqualTo(400);
        assertThat(exchange(logIn(), VERIFIER + "x", REDIRECT).statusCode()).isEqualTo(400);
        assertThat(exchange(logIn(), VERIFIER, "http://127.0.0.1:9/other").statusCode())
                .isEqualTo(400);
    }

    @Test
    void sendsNobodyElsewhere() throws Exception {
        for (String redirect : List.of(
                "https://evil.example/",
                "http://evil.example/",
                "http://127.0.0.1.evil.example/",
                "javascript:alert(1)")) {
            HttpResponse<String> response = send("GET", authorizePath(redirect), Map.of());
            assertThat(response.statusCode()).as(redirect).isEqualTo(400);
            assertThat(response.headers().firstValue("Location")).isEmpty();
        }
    }

    @Test
    void renewsSilentlyWhoeverIsLoggedIn() throws Exception {
        HttpResponse<String> login = send("POST", authorizePath(REDIRECT), Map.of("person", "ada@example.com"));
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        String path = authorizePath(REDIRECT) + "&prompt=none";

        assertThat(send("GET", path, Map.of()).headers().firstValue("Location").orElseThrow())
                .contains("error=login_required");
        String session = cookie.substring(0, cookie.indexOf(';'));
        assertThat(code(send("GET", path, Map.of(), "Cookie", session))).isNotEmpty();
        send("GET", "/logout", Map.of(), "Cookie", session);
        assertThat(send("GET", path, Map.of(), "Cookie", session)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .contains("error=login_required");
    }

    @Test
    void showsWhoThereIs() throws Exception {
        HttpResponse<String> page = send("GET", authorizePath(REDIRECT), Map.of());

        assertThat(page.body()).contains("Ada &lt;A&gt;").doesNotContain("<script");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void letsMachinesLogIn() throws Exception {
        Map<String, String> request =
                Map.of("grant_type", "client_credentials", "client_id", "robot", "client_secret", "s3cret");
        assertThat(accepted(json(send("POST", "/token", request))
                        .path("access_token")
                        .asString()))
                .isEqualTo("ci-robot");
        Map<String, String> wrong =
                Map.of("grant_type", "client_credentials", "client_id", "robot", "client_secret", "other");
        assertThat(send("POST", "/token", wrong).statusCode()).isEqualTo(401);
    }

    @Test
    void allowsPagesOfThisMachineOnly() throws Exception {
        assertThat(send("GET", "/.well-known/openid-configuration", Map.of(), "Origin", "http://localhost:5173")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .hasValue("http://localhost:5173");
        assertThat(send("GET", "/.well-known/openid-configuration", Map.of(), "Origin", "https://evil.example")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void listensOnThisMachineOnly() {
        assertThatThrownBy(() -> IdentityServer.start(
                        "0.0.0.0", port, "a", List.of(ADA), List.of(), InstantSource.system(), (e, c) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0.0.0");
    }

    @Test
    void namesThePublishedAddressInAContainer() throws Exception {
        int containerPort;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            containerPort = free.getLocalPort();
        }
        try (IdentityServer published = IdentityServer.startPublished(
                "127.0.0.1",
                containerPort,
                URI.create("http://127.0.0.1:9040/"),
                "a",
                List.of(ADA),
                List.of(),
                InstantSource.system(),
                (e, c) -> {})) {
            assertThat(published.issuer()).isEqualTo("http://127.0.0.1:9040/");
            HttpResponse<String> discovery = client.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + containerPort + "/.well-known/openid-configuration"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(discovery.body()).contains("\"authorization_endpoint\":\"http://127.0.0.1:9040/authorize\"");
        }
    }

    @Test
    void isPublishedOnThisMachineOnly() {
        for (String issuer :
                List.of("http://idp.example.com/", "http://127.0.0.1.example.com/", "https://127.0.0.1/")) {
            assertThatThrownBy(() -> IdentityServer.startPublished(
                            "127.0.0.1",
                            port,
                            URI.create(issuer),
                            "a",
                            List.of(ADA),
                            List.of(),
                            InstantSource.system(),
                            (e, c) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(issuer);
        }
    }

    /** As Auth0's library for single-page apps does, with which Mozilla's user interface logs in. */
    @Test
    void logsInWithAPopupByWebMessage() throws Exception {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        String target = "/authorize?"
                + encoded(Map.of(
                        "client_id", "ui",
                        "response_type", "code",
                        "response_mode", "web_message",
                        "redirect_uri", "http://localhost:9000",
                        "state", "a\"b<c",
                        "code_challenge", challenge,
                        "code_challenge_method", "S256"));

        HttpResponse<String> page = send("POST", target, Map.of("person", ADA.email()));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'sha256-")
                .contains("frame-ancestors http://127.0.0.1:* http://localhost:*");
        assertThat(page.body())
                .contains("data-origin=\"http://localhost:9000\"")
                .contains("authorization_response");
        JsonNode response = message(page.body());
        assertThat(response.path("state").asString()).isEqualTo("a\"b<c");

        HttpResponse<String> preflight = send(
                "OPTIONS",
                "/oauth/token",
                Map.of(),
                "Origin",
                "http://localhost:9000",
                "Access-Control-Request-Headers",
                "auth0-client");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElseThrow())
                .contains("Auth0-Client");
        JsonNode tokens = JsonMapper.shared()
                .readTree(send(
                                "POST",
                                "/oauth/token",
                                Map.of(
                                        "grant_type", "authorization_code",
                                        "client_id", "ui",
                                        "redirect_uri", "http://localhost:9000",
                                        "code_verifier", VERIFIER,
                                        "code", response.path("code").asString()))
                        .body());
        assertThat(tokens.path("access_token").asString("")).isNotEmpty();

        HttpResponse<String> silent = send("GET", target + "&prompt=none", Map.of());
        assertThat(silent.statusCode()).isEqualTo(200);
        assertThat(message(silent.body()).path("error").asString()).isEqualTo("login_required");
    }

    private static JsonNode message(String page) {
        Matcher data = Pattern.compile("data-response=\"([^\"]*)\"").matcher(page);
        assertThat(data.find()).as(page).isTrue();
        return JsonMapper.shared()
                .readTree(data.group(1)
                        .replace("&quot;", "\"")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&"));
    }
}
