// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.ClientCredentials;
import dev.balrog.client.auth.Tokens;
import dev.balrog.client.http.ClientSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** URL and credentials for the admin API. */
public final class AdminServerOptions {
    /** Order in the help: after the command's own options. */
    private static final int LAST = 200;

    private static final String SECRET_HINT =
            " Prefer the environment variable: options of a process are visible to other users.";

    @Option(
            order = LAST,
            names = "--api-root",
            paramLabel = "URL",
            description = "Base URL of the admin API, such as https://balrog.example.org/api.")
    @Variable("BALROG_API_ROOT")
    private @Nullable URI apiRoot;

    @Option(order = LAST, names = "--token", paramLabel = "TOKEN", description = "Access token." + SECRET_HINT)
    @Variable("BALROG_TOKEN")
    private @Nullable String token;

    @Option(
            order = LAST,
            names = "--client-id",
            paramLabel = "ID",
            description = "OAuth client ID of the service account.")
    @Variable("AUTH0_M2M_CLIENT_ID")
    private @Nullable String clientId;

    @Option(
            order = LAST,
            names = "--client-secret",
            paramLabel = "SECRET",
            description = "OAuth client secret of the service account." + SECRET_HINT)
    @Variable("AUTH0_M2M_CLIENT_SECRET")
    private @Nullable String clientSecret;

    @Option(
            order = LAST,
            names = "--auth0-audience",
            paramLabel = "TEXT",
            description = "Audience of the access tokens.")
    @Variable("AUTH0_AUDIENCE")
    private @Nullable String audience;

    @Option(
            order = LAST,
            names = "--auth0-domain",
            paramLabel = "HOST",
            description = "Domain of the Auth0 tenant, if the identity provider is Auth0.")
    @Variable("AUTH0_DOMAIN")
    private @Nullable String auth0Domain;

    @Option(
            order = LAST,
            names = "--token-url",
            paramLabel = "URL",
            description = "Token endpoint. Default: https://, --auth0-domain, /oauth/token.")
    @Variable("TOKEN_URL")
    private @Nullable URI tokenUrl;

    /**
     * Creates a client of the admin API. Without a configured token it is anonymous, which suffices
     * for most reads.
     *
     * @throws InvalidOptionException if an option is missing or invalid
     */
    public BalrogClient client() {
        if (apiRoot == null) {
            throw new InvalidOptionException(
                    "--api-root is missing. The environment variable BALROG_API_ROOT sets it, too.");
        }
        try {
            ClientSettings settings = ClientSettings.of(apiRoot);
            return new BalrogClient(settings, tokens(settings));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }

    /** Returns whether an access token, or an account to get one with, is configured. */
    public boolean hasTokens() {
        return token != null || clientId != null;
    }

    private Tokens tokens(ClientSettings settings) {
        if (token != null) {
            return Tokens.fixed(token);
        }
        if (clientId == null) {
            return Tokens.none();
        }
        if (clientSecret == null) {
            throw new InvalidOptionException(
                    "--client-id is given without a secret: set the environment variable AUTH0_M2M_CLIENT_SECRET");
        }
        return new ClientCredentials(
                new ClientCredentials.Account(tokenUrl(), clientId, clientSecret, audience), settings);
    }

    private URI tokenUrl() {
        if (tokenUrl != null) {
            return tokenUrl;
        }
        if (auth0Domain == null) {
            throw new InvalidOptionException(
                    "--client-id is given without a token endpoint: give --auth0-domain or --token-url");
        }
        return URI.create("https://" + auth0Domain.strip() + "/oauth/token");
    }
}
