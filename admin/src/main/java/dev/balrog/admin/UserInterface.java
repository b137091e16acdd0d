// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.core.request.RequestTarget;
import dev.balrog.service.Answer;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.FixedHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * User interface below {@code /ui/}: a single-page application and its files.
 *
 * <p>A path that is neither a file nor a file name gets the page, which routes on the client. The
 * page contains {@value #NONCE} in place of the nonce for style sheets, and reads its settings from
 * {@code config.json}. All files are held in memory, and no others are served.
 */
final class UserInterface {
    /** Path prefix of the user interface. */
    static final String PATH = "/ui/";

    private static final String ENTRANCE = "/";
    private static final String API = "/api";
    private static final String PAGE = "index.html";
    private static final String CONFIG = "config.json";
    /** Folder of files whose names change with their content. */
    private static final String ASSETS = "assets/";

    private static final String NONCE = "__CSP_NONCE__";
    private static final int NONCE_BYTES = 18;

    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final Answer NOT_FOUND = Answer.text(404, "There is no such file.");
    private static final Answer NOT_BUILT_IN =
            Answer.text(404, "This server was built without its user interface. The API is described at /api-docs/.");
    private static final Answer NOT_ALLOWED =
            Answer.text(405, "Method Not Allowed").with(FixedHeaders.of("Allow", "GET, HEAD"));
    private static final Answer TO_THE_PAGE = new Answer(
            302, FixedHeaders.of("Location", PATH, "Vary", "Accept", "Cache-Control", ASK_AGAIN), Buffer.buffer());

    private final Map<String, UiFile> files = new HashMap<>();
    private final @Nullable String page;
    private final String provider;
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates the responses.
     *
     * @param resources all files by their paths below {@code /ui/}; empty if the build omitted them
     */
    UserInterface(Map<String, byte[]> resources, AdminSettings.Ui settings, AdminSettings.Identity identity) {
        byte @Nullable [] html = resources.get(PAGE);
        this.page = html == null ? null : new String(html, UTF_8);
        this.provider = origin(identity.issuer());
        resources.forEach((path, content) -> files.put(path, file(path, content)));
        files.put(CONFIG, file(CONFIG, config(settings, identity)));
        files.remove(PAGE);
    }

    /** Returns the response for a page or file of the user interface; empty for other paths. */
    Optional<Answer> answer(HttpServerRequest request) {
        RequestTarget target = RequestTarget.parse(request.uri());
        String path = target.path();
        boolean inside = path.startsWith(PATH);
        if (!inside && !(path + "/").equals(PATH) && !(path.equals(ENTRANCE) && wantsPages(request))) {
            return Optional.empty();
        }
        return Optional.of(
                switch (request.method().name()) {
                    case "GET", "HEAD" -> inside ? below(path.substring(PATH.length()), target, request) : TO_THE_PAGE;
                    default -> NOT_ALLOWED;
                });
    }

    private static boolean wantsPages(HttpServerRequest request) {
        @Nullable String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains("text/html");
    }

    private Answer below(String path, RequestTarget target, HttpServerRequest request) {
        UiFile file = files.get(path);
        if (file != null) {
            return file.answer(request);
        }
        if (page == null) {
            return NOT_BUILT_IN;
        }
        boolean isFile = !path.equals(PAGE) && (path.startsWith(ASSETS) || UiFile.isFileName(path));
        return isFile || climbs(target.segments()) ? NOT_FOUND : page(page);
    }

    /** Returns whether a path contains dot segments, which browsers never send. */
    private static boolean climbs(List<String> segments) {
        return segments.contains("..") || segments.contains(".");
    }

    private Answer page(String template) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        // No ETag: a client with a cached page would combine it with the nonce of another response.
        FixedHeaders headers = FixedHeaders.of(
                "Content-Type",
                "text/html; charset=utf-8",
                "Cache-Control",
                ASK_AGAIN,
                "Content-Security-Policy",
                policy(" 'nonce-" + nonce + "'"));
        return new Answer(200, headers, Buffer.buffer(template.replace(NONCE, nonce)));
    }

    private UiFile file(String path, byte[] content) {
        return UiFile.of(
                path,
                content,
                FixedHeaders.of(
                        "Cache-Control",
                        path.startsWith(ASSETS) ? FOREVER : ASK_AGAIN,
                        "Content-Security-Policy",
                        policy("")));
    }

    /**
     * Returns the content security policy. Frames renew access tokens: the provider's page
     * redirects to a page of this server.
     */
    private String policy(String styleNonce) {
        return "default-src 'none'; script-src 'self'; style-src 'self'" + styleNonce
                + "; img-src 'self' data:; font-src 'self'; connect-src 'self' " + provider + "; frame-src 'self' "
                + provider + "; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
    }

    private static byte[] config(AdminSettings.Ui settings, AdminSettings.Identity identity) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode config = json.createObjectNode().put("api", API);
        config.putObject("oidc")
                .put("issuer", identity.issuer().toString())
                .put("clientId", settings.clientId().orElse(null))
                .put("audience", identity.audience())
                .put("scope", settings.scope());
        config.put("uptake", settings.uptake())
                .put("environment", settings.environment())
                .put("version", BuildInfo.current().version());
        return json.writeValueAsBytes(config);
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
