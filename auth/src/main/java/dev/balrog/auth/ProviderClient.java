// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import dev.balrog.service.BoundedHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP client of the identity provider. It never requests a URL that a token names. */
final class ProviderClient implements AutoCloseable {
    /** Time limit of a request to the provider. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_RESPONSE_BYTES = 1 << 20;

    private final IdentityProvider provider;
    private final BoundedHttpClient http;

    ProviderClient(IdentityProvider provider, Duration timeout) {
        this.provider = provider;
        this.http = new BoundedHttpClient("identity-provider", timeout, MAX_RESPONSE_BYTES);
    }

    /** Returns the provider's public keys, as a JSON Web Key Set (RFC 7517). */
    String keys() throws IOException, InterruptedException {
        if (provider.keys().isPresent()) {
            String place = provider.keys().get();
            return place.startsWith("https://") || place.startsWith("http://")
                    ? get(place, null)
                    : Files.readString(Path.of(place));
        }
        return get(discovered("jwks_uri", ".well-known/jwks.json"), null);
    }

    /** Returns the provider's userinfo response for an access token. */
    JsonNode userInfo(String token) throws IOException, InterruptedException {
        return json(get(discovered("userinfo_endpoint", "userinfo"), token));
    }

    /**
     * Returns an endpoint's URL from OIDC discovery, or the default one where discovery fails or
     * lacks it.
     */
    private String discovered(String name, String usual) throws InterruptedException {
        try {
            JsonNode discovery = json(get(provider.address(".well-known/openid-configuration"), null));
            return discovery.path(name).asString(provider.address(usual));
        } catch (IOException noDiscovery) {
            return provider.address(usual);
        }
    }

    private String get(String address, @Nullable String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = http.send(request.build());
        if (response.statusCode() != 200) {
            throw new IOException(address + " responded with status " + response.statusCode());
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) throws IOException {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw new IOException("the identity provider's response is not JSON", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
