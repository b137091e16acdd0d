// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.admin.AdminSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the identity provider whose access tokens the admin app accepts. */
public final class IdentityOptions {
    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "Issuer of the access tokens. Default: https://, --auth0-domain, /.")
    @Variable("OIDC_ISSUER")
    private @Nullable String issuer;

    @Option(
            names = "--auth0-domain",
            paramLabel = "HOST",
            description = "Domain of the Auth0 tenant, if the identity provider is Auth0.")
    @Variable("AUTH0_DOMAIN")
    private @Nullable String auth0Domain;

    @Option(
            names = "--auth0-audience",
            paramLabel = "TEXT",
            required = true,
            description = "Audience that access tokens must have.")
    @Variable("AUTH0_AUDIENCE")
    private String audience;

    @Option(
            names = "--oidc-jwks",
            paramLabel = "URL|FILE",
            description =
                    "URL or file of the issuer's public keys (JWKS). Default: from the issuer's discovery document.")
    @Variable("OIDC_JWKS")
    private @Nullable String keys;

    @Option(
            names = "--m2m-account-mapping",
            paramLabel = "FILE",
            description = "JSON file with an object of OAuth client IDs of service accounts and their user names."
                    + " Default: Mozilla's service accounts.")
    @Variable("M2M_ACCOUNT_MAPPING")
    private @Nullable Path machines;

    @Option(
            names = "--unverified-emails",
            paramLabel = "accept|reject",
            defaultValue = "reject",
            description = "Whether users can log in with an e-mail address that the identity provider marks as not"
                    + " verified (claim email_verified).")
    @Variable("UNVERIFIED_EMAILS")
    private UnverifiedEmails unverifiedEmails;

    private enum UnverifiedEmails {
        ACCEPT,
        REJECT
    }

    /**
     * Returns the settings of the identity provider and its access tokens.
     *
     * @throws InvalidOptionException if an option is missing or invalid
     */
    public AdminSettings.Identity settings() {
        return new AdminSettings.Identity(
                issuer(),
                audience.strip(),
                Optional.ofNullable(keys),
                machines(),
                unverifiedEmails == UnverifiedEmails.ACCEPT);
    }

    private URI issuer() {
        if (issuer == null && auth0Domain == null) {
            throw new InvalidOptionException(
                    "the identity provider is missing: give it with --oidc-issuer, or" + " with --auth0-domain");
        }
        String address = issuer != null ? issuer.strip() : "https://" + auth0Domain + "/";
        try {
            URI uri = new URI(address);
            if (OptionValues.isHttp(uri)) {
                return uri;
            }
        } catch (URISyntaxException noUri) {
            // Reported below.
        }
        throw new InvalidOptionException(
                "the identity provider '" + address + "' is not a URL: give one such as https://example.auth0.com/");
    }

    private Map<String, String> machines() {
        Path file = machines;
        if (file == null) {
            return MozillaAccounts.machines();
        }
        try {
            return MozillaAccounts.machines(JsonFile.read("the account mapping", file));
        } catch (IllegalArgumentException wrongForm) {
            throw new InvalidOptionException("the account mapping " + file + ": " + wrongForm.getMessage());
        }
    }
}
