// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import dev.balrog.core.request.RequestTarget;
import dev.balrog.service.Answer;
import dev.balrog.service.BlockingHandler;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.FixedHeaders;
import dev.balrog.service.HttpService;
import dev.balrog.service.HttpSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP server of the identity provider: OpenID Connect with authorization codes and PKCE, refresh
 * tokens, and client credentials.
 */
public final class IdentityServer implements AutoCloseable {
    private static final long LONGEST_BODY = 64 * 1024;
    private static final Pattern SESSION = Pattern.compile("(?:^|;\\s*)balrog_demo_session=([A-Za-z0-9_-]+)");
    private static final Pattern LOCAL_ORIGIN = Pattern.compile("http://(127\\.0\\.0\\.1|localhost)(:\\d+)?");
    private static final Pattern LOCAL_ISSUER = Pattern.compile(LOCAL_ORIGIN.pattern() + "/");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HTML_POLICY = "default-src 'none'; style-src '" + hash(LoginPage.style())
            + "'; form-action 'self' http://127.0.0.1:* http://localhost:*; frame-ancestors 'none'";

    private static final String MESSAGE_POLICY = "default-src 'none'; script-src '" + hash(WebMessagePage.script())
            + "'; frame-ancestors http://127.0.0.1:* http://localhost:*";

    private final IdentityProvider provider;
    private final HttpService http;

    private IdentityServer(IdentityProvider provider, HttpService http) {
        this.provider = provider;
        this.http = http;
    }

    /**
     * Starts the provider; returns when it is listening.
     *
     * @param host host name or IP address of the loopback interface
     * @param port port to listen on; not 0, since the issuer URL contains it
     * @param audience default audience of tokens
     * @throws IllegalArgumentException when the host is no loopback address
     * @throws IOException when the provider can't listen on the address
     */
    public static IdentityServer start(
            String host,
            int port,
            String audience,
            List<Person> people,
            List<Machine> machines,
            InstantSource clock,
            ErrorReporter errors)
            throws IOException {
        if (!InetAddress.getByName(host).isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "the demo identity provider accepts any login, so it must not listen on " + host);
        }
        return listen(host, port, "http://" + host + ":" + port + "/", audience, people, machines, clock, errors);
    }

    /**
     * Starts the provider in a container whose port is published on the loopback interface of the
     * container's host; returns when it is listening.
     *
     * @param host bind address in the container
     * @param port port to listen on in the container
     * @param issuer URL of the published port, with a loopback address; it ends with a slash
     * @param audience default audience of tokens
     * @throws IllegalArgumentException when the issuer is no http URL of a loopback address
     * @throws IOException when the provider can't listen on the address
     */
    public static IdentityServer startPublished(
            String host,
            int port,
            URI issuer,
            String audience,
            List<Person> people,
            List<Machine> machines,
            InstantSource clock,
            ErrorReporter errors)
            throws IOException {
        if (!LOCAL_ISSUER.matcher(issuer.toString()).matches()) {
            throw new IllegalArgumentException("the demo identity provider accepts any login, so its issuer has to be"
                    + " an address such as http://127.0.0.1:9040/, not " + issuer);
        }
        return listen(host, port, issuer.toString(), audience, people, machines, clock, errors);
    }

    private static IdentityServer listen(
            String host,
            int port,
            String issuer,
            String audience,
            List<Person> people,
            List<Machine> machines,
            InstantSource clock,
            ErrorReporter errors)
            throws IOException {
        IdentityProvider provider = new IdentityProvider(issuer, audience, people, machines, clock);
        Routes routes = new Routes(provider);
        HttpService http = HttpService.start(
                HttpSettings.listeningOn(host, port).withEventLoops(1).withMaxBodyBytes(LONGEST_BODY),
                clock,
                new BlockingHandler(routes::answer, LONGEST_BODY, errors),
                errors);
        return new IdentityServer(provider, http);
    }

    /** Returns the issuer, as in the claim {@code iss} of the tokens. */
    public String issuer() {
        return provider.issuer();
    }

    /**
     * Issues an access token, as for a login of the user.
     *
     * @throws IllegalArgumentException when there is no such user
     */
    public String accessToken(String email) {
        return provider.accessToken(
                provider.person(email).orElseThrow(() -> new IllegalArgumentException("there is no user " + email)));
    }

    @Override
    public void close() {
        http.stop(Duration.ofSeconds(1));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Routes of the HTTP API. */
    private record Routes(IdentityProvider provider) {

        Answer answer(HttpServerRequest request, byte[] body) {
            RequestTarget target = RequestTarget.parse(request.uri());
            Answer answer;
            try {
                answer = switch (request.method().name() + " " + target.path()) {
                    case "GET /.well-known/openid-configuration" -> json(200, discovery());
                    case "GET /.well-known/jwks.json", "GET /jwks.json" ->
                        text(200, "application/json", provider.publicKeys());
                    case "GET /authorize" -> authorize(request, target);
                    case "POST /authorize" -> logIn(target, form(body));
                    case "POST /token", "POST /oauth/token" -> json(200, provider.tokens(parameters(request, body)));
                    case "GET /userinfo" -> userInfo(request);
                    case "GET /logout", "GET /v2/logout" -> logOut(request, target);
                    default ->
                        request.method().name().equals("OPTIONS")
                                ? text(204, "text/plain", "")
                                : text(404, "text/plain", "Not Found");
                };
            } catch (OAuthException e) {
                answer = json(
                        e.code().equals("invalid_client") ? 401 : 400,
                        Map.of("error", e.code(), "error_description", String.valueOf(e.getMessage())));
            }
            return answer.with(headers(request));
        }

        private static FixedHeaders headers(HttpServerRequest request) {
            FixedHeaders headers =
                    FixedHeaders.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff", "Vary", "Origin");
            String origin = request.getHeader("Origin");
            return origin != null && LOCAL_ORIGIN.matcher(origin).matches()
                    ? headers.and(FixedHeaders.of(
                            "Access-Control-Allow-Origin", origin,
                            "Access-Control-Allow-Headers", "Authorization, Content-Type, Auth0-Client",
                            "Access-Control-Allow-Methods", "GET, POST, OPTIONS"))
                    : headers;
        }

        private Map<String, Object> discovery() {
            String issuer = provider.issuer();
            Map<String, Object> discovery = new LinkedHashMap<>();
            discovery.put("issuer", issuer);
            discovery.put("authorization_endpoint", issuer + "authorize");
            discovery.put("token_endpoint", issuer + "token");
            discovery.put("userinfo_endpoint", issuer + "userinfo");
            discovery.put("jwks_uri", issuer + ".well-known/jwks.json");
            discovery.put("end_session_endpoint", issuer + "logout");
            discovery.put("response_types_supported", List.of("code"));
            discovery.put("response_modes_supported", List.of("query", WebMessagePage.MODE));
            discovery.put(
                    "grant_types_supported", List.of("authorization_code", "refresh_token", "client_credentials"));
            discovery.put("subject_types_supported", List.of("public"));
            discovery.put("id_token_signing_alg_values_supported", List.of("RS256"));
            discovery.put("code_challenge_methods_supported", List.of("S256"));
            discovery.put("token_endpoint_auth_methods_supported", List.of("none", "client_secret_post"));
            return discovery;
        }

        private Answer authorize(HttpServerRequest request, RequestTarget target) throws OAuthException {
            URI redirect = IdentityProvider.redirectUri(target.query().get("redirect_uri"));
            Optional<Person> known = session(request).flatMap(provider::sessionOf);
            String prompt = target.query().getOrDefault("prompt", "");
            if (prompt.equals("none")) {
                return known.isPresent()
                        ? withCode(redirect, target, known.get())
                        : respond(redirect, target, "error", "login_required");
            }
            // Only validates the request before the login page is shown.
            provider.authorize(target.query(), provider.people().getFirst());
            return text(
                            200,
                            "text/html; charset=utf-8",
                            LoginPage.of(provider.people(), "/authorize" + target.rawQuery()))
                    .with(FixedHeaders.of("Content-Security-Policy", HTML_POLICY));
        }

        private Answer logIn(RequestTarget target, Map<String, String> form) throws OAuthException {
            URI redirect = IdentityProvider.redirectUri(target.query().get("redirect_uri"));
            Person person = provider.person(form.get("person"))
                    .orElseThrow(() -> new OAuthException("invalid_request", "there is no such user"));
            return withCode(redirect, target, person)
                    .with(FixedHeaders.of(
                            "Set-Cookie",
                            "balrog_demo_session=" + provider.openSession(person)
                                    + "; Path=/; HttpOnly; SameSite=Lax"));
        }

        private Answer withCode(URI redirect, RequestTarget target, Person person) throws OAuthException {
            return respond(redirect, target, "code", provider.authorize(target.query(), person));
        }

        /** Sends an authorization response to the client, in the requested response mode. */
        private static Answer respond(URI redirect, RequestTarget target, String name, String value) {
            String state = target.query().get("state");
            if (!WebMessagePage.MODE.equals(target.query().get("response_mode"))) {
                return redirect(with(redirect, name, value, "state", state));
            }
            Map<String, String> response = new LinkedHashMap<>();
            response.put(name, value);
            if (state != null) {
                response.put("state", state);
            }
            String origin = redirect.getScheme() + "://" + redirect.getRawAuthority();
            return text(200, "text/html; charset=utf-8", WebMessagePage.of(origin, response))
                    .with(FixedHeaders.of("Content-Security-Policy", MESSAGE_POLICY));
        }

        private Answer userInfo(HttpServerRequest request) {
            String authorization = request.getHeader("Authorization");
            Optional<Person> owner = authorization == null
                    ? Optional.empty()
                    : provider.ownerOf(authorization.replaceFirst("(?i)^bearer\\s+", ""));
            return owner.map(person ->
                            json(200, Map.of("sub", person.email(), "email", person.email(), "name", person.name())))
                    .orElseGet(() -> json(401, Map.of("error", "invalid_token")));
        }

        private Answer logOut(HttpServerRequest request, RequestTarget target) throws OAuthException {
            session(request).ifPresent(provider::endSession);
            String back = target.query()
                    .getOrDefault("post_logout_redirect_uri", target.query().get("returnTo"));
            Answer answer = back == null
                    ? text(200, "text/plain; charset=utf-8", "You are logged out.")
                    : redirect(IdentityProvider.redirectUri(back).toString());
            return answer.with(FixedHeaders.of("Set-Cookie", "balrog_demo_session=; Path=/; Max-Age=0"));
        }

        private static Optional<String> session(HttpServerRequest request) {
            String cookies = request.getHeader("Cookie");
            Matcher matcher = SESSION.matcher(cookies == null ? "" : cookies);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }

        /** Returns the parameters of a form or, as Auth0 accepts as well, of a JSON object. */
        private static Map<String, String> parameters(HttpServerRequest request, byte[] body) throws OAuthException {
            String type = request.getHeader("Content-Type");
            if (type == null || !type.startsWith("application/json")) {
                return form(body);
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            try {
                JSON.readTree(body).forEachEntry((name, value) -> parameters.put(name, value.asString("")));
            } catch (JacksonException e) {
                throw new OAuthException("invalid_request", "the body is not JSON");
            }
            return parameters;
        }

        private static Map<String, String> form(byte[] body) {
            return RequestTarget.parse("/?" + new String(body, StandardCharsets.UTF_8))
                    .query();
        }

        private static String with(URI redirect, @Nullable String... namesAndValues) {
            StringBuilder address = new StringBuilder(redirect.toString());
            char separator = redirect.getRawQuery() == null ? '?' : '&';
            for (int i = 0; i < namesAndValues.length; i += 2) {
                String value = namesAndValues[i + 1];
                if (value != null) {
                    address.append(separator)
                            .append(namesAndValues[i])
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                    separator = '&';
                }
            }
            return address.toString();
        }

        private static Answer redirect(String address) {
            return text(302, "text/plain", "").with(FixedHeaders.of("Location", address));
        }

        private static Answer json(int status, Map<String, ?> value) {
            return text(status, "application/json", JSON.writeValueAsString(value));
        }

        private static Answer text(int status, String type, String text) {
            return new Answer(status, FixedHeaders.of("Content-Type", type), Buffer.buffer(text));
        }
    }
}
