// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.notification.NotificationSettings;
import dev.balrog.admin.traffic.PrometheusSettings;
import dev.balrog.change.policy.UnboundSignoffs;
import dev.balrog.core.lint.LintSeverities;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.HttpSettings;
import dev.balrog.store.DatabaseUri;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of the admin app.
 *
 * @param database database of rules, releases and their governance
 * @param http listening address and limits of the HTTP server
 * @param headers security headers of responses
 * @param identity authentication of users
 * @param ui settings of the user interface
 * @param history stores of release revisions
 * @param urlPolicy policy for download URLs
 * @param systemAccounts service accounts, which can't sign off
 * @param contentChecks strictness of the checks on the content of releases
 * @param unboundSignoffs treatment of signoffs without a recorded outcome digest
 * @param lint severities of the checks of the lint
 * @param anonymousRead access of clients that don't log in
 * @param publicApps base URLs of the metrics of the public apps, which are asked what they serve;
 *     empty if they are not to be asked
 * @param prometheus the Prometheus server that has the metrics of the public apps; empty for none
 * @param notifications destinations of notifications
 * @param versionFile file with the response for {@code /__version__}; empty for the build's own
 *     version
 * @param grace time within which requests in flight are finished when the app is stopped
 */
public record AdminSettings(
        DatabaseUri database,
        HttpSettings http,
        Headers headers,
        Identity identity,
        Ui ui,
        History history,
        UrlPolicy urlPolicy,
        Set<String> systemAccounts,
        ContentChecks contentChecks,
        UnboundSignoffs unboundSignoffs,
        LintSeverities lint,
        AnonymousRead anonymousRead,
        List<URI> publicApps,
        Optional<PrometheusSettings> prometheus,
        NotificationSettings notifications,
        Optional<Path> versionFile,
        Duration grace) {

    public AdminSettings {
        systemAccounts = Set.copyOf(systemAccounts);
        publicApps = List.copyOf(publicApps);
    }

    /**
     * Returns the names of all service accounts: those that are configured as such, and those that
     * map to client IDs.
     */
    public Set<String> serviceAccounts() {
        return Stream.concat(systemAccounts.stream(), identity.machines().values().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Security headers of responses.
     *
     * @param corsOrigins origins whose pages may use the API; {@code *} allows all origins
     * @param strictTransportSecurity value of the header of the same name
     * @param contentSecurityPolicy value of the header of the same name, for responses that are not
     *     pages
     */
    public record Headers(Set<String> corsOrigins, String strictTransportSecurity, String contentSecurityPolicy) {
        /** Default value: only HTTPS, for a year. */
        public static final String STRICT_TRANSPORT_SECURITY = "max-age=31536000;";

        public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'";

        public Headers {
            corsOrigins = Set.copyOf(corsOrigins);
        }

        /** Returns the default headers, for pages of these origins. */
        public static Headers forOrigins(Set<String> corsOrigins) {
            return new Headers(corsOrigins, STRICT_TRANSPORT_SECURITY, CONTENT_SECURITY_POLICY);
        }
    }

    /**
     * Settings of authentication.
     *
     * @param issuer identity provider, as in the {@code iss} claim of its tokens
     * @param audience required audience of tokens
     * @param keys URL or file of the provider's public keys; empty for OIDC discovery
     * @param machines names of service accounts by the client IDs in their tokens
     * @param acceptUnverifiedEmails whether users may log in with an unverified e-mail address
     */
    public record Identity(
            URI issuer,
            String audience,
            Optional<String> keys,
            Map<String, String> machines,
            boolean acceptUnverifiedEmails) {
        public Identity {
            machines = Map.copyOf(machines);
        }
    }

    /**
     * Settings of the user interface.
     *
     * @param clientId client ID for logins at the identity provider; empty to disable the login
     * @param scope OAuth scopes of logins, separated by spaces
     * @param environment displayed kind of environment, such as {@code production}
     * @param uptake whether an agent measures uptake, so that scheduled changes can wait for it
     */
    public record Ui(Optional<String> clientId, String scope, String environment, boolean uptake) {
        /** Default scopes: the user's identity and name. */
        public static final String SCOPE = "openid profile email";
    }

    /**
     * Stores of release revisions: each is the name of a Google Cloud Storage bucket, or a URL that
     * begins with {@code gs://}, {@code s3://} or {@code file:///}.
     *
     * @param releases store of most releases; empty for none
     * @param nightly store of releases whose names contain {@code nightly}; empty for none
     */
    public record History(Optional<String> releases, Optional<String> nightly) {}
}
