// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.admin.AdminSettings;
import dev.balrog.change.UnboundSignoffs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the admin app. */
public final class AdminOptions {
    @Mixin
    private DatabaseOptions database;

    @Mixin
    private HttpOptions http;

    @Mixin
    private DeploymentOptions deployment;

    @Mixin
    private IdentityOptions identity;

    @Mixin
    private AnonymousReadOptions anonymousRead;

    @Option(
            names = "--auth0-client-id",
            paramLabel = "ID",
            description = "The identity provider's client as which people log in to the user interface. Without it:"
                    + " they can only look at what everybody may see.")
    @Variable("AUTH0_CLIENT_ID")
    private @Nullable String clientId;

    @Option(
            names = "--auth0-scope",
            paramLabel = "TEXT",
            defaultValue = AdminSettings.Ui.SCOPE,
            description = "What the identity provider is asked for when people log in, separated by blanks.")
    @Variable("AUTH0_SCOPE")
    private String scope;

    @Option(
            names = "--system-accounts",
            paramLabel = "USER",
            split = ",",
            description = "Users who are programs, and so can't sign off anything; separated by commas. Without it:"
                    + " Mozilla's programs.")
    @Variable("SYSTEM_ACCOUNTS")
    private @Nullable List<String> systemAccounts;

    @Option(
            names = "--unbound-signoffs",
            paramLabel = "accept|reject",
            defaultValue = "accept",
            description = "What becomes of signoffs that say nothing about the outcome that they are for, because they"
                    + " were given before version 1.8 of the schema or through Mozilla's Balrog: they are bound to the"
                    + " outcome that is current when they are first seen, or they do not count.")
    @Variable("UNBOUND_SIGNOFFS")
    private String unboundSignoffs;

    @Option(
            names = "--releases-history-bucket",
            paramLabel = "BUCKET",
            description = "Where revisions of releases are kept: the name of a Google bucket, or an address that begins"
                    + " with gs://, s3:// or file:///. Without it: they are not kept.")
    @Variable("RELEASES_HISTORY_BUCKET")
    private @Nullable String releasesBucket;

    @Option(names = "--nightly-history-bucket", paramLabel = "BUCKET", description = "The same for nightly releases.")
    @Variable("NIGHTLY_HISTORY_BUCKET")
    private @Nullable String nightlyBucket;

    @Option(
            names = "--telemetry-api-root",
            paramLabel = "URL",
            description =
                    "The server that the agent asks for uptakes. It is not asked here: with it, the user interface"
                            + " offers changes that wait for an uptake. Without it: the agent never applies such changes.")
    @Variable("TELEMETRY_API_ROOT")
    private @Nullable String telemetryRoot;

    @Option(
            names = "--cors-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Origins whose pages may use the API, separated by commas; * for all. Without it: only those"
                    + " of this server.")
    @Variable("CORS_ORIGINS")
    private @Nullable List<String> corsOrigins;

    @Option(
            names = "--strict-transport-security",
            paramLabel = "VALUE",
            defaultValue = AdminSettings.Headers.STRICT_TRANSPORT_SECURITY,
            description = "The header Strict-Transport-Security of answers.")
    @Variable("STRICT_TRANSPORT_SECURITY")
    private String strictTransportSecurity;

    @Option(
            names = "--content-security-policy",
            paramLabel = "VALUE",
            defaultValue = AdminSettings.Headers.CONTENT_SECURITY_POLICY,
            description = "The header Content-Security-Policy of answers that are no pages.")
    @Variable("CONTENT_SECURITY_POLICY")
    private String contentSecurityPolicy;

    /**
     * Returns the settings of the admin app.
     *
     * @param environment kind of server, as displayed to users
     * @throws InvalidOptionException if an option is missing or invalid
     */
    public AdminSettings settings(String environment) {
        return new AdminSettings(
                database.uri(),
                http.adminSettings(),
                new AdminSettings.Headers(set(corsOrigins), strictTransportSecurity, contentSecurityPolicy),
                identity.settings(),
                new AdminSettings.Ui(
                        Optional.ofNullable(clientId).map(String::strip).filter(id -> !id.isEmpty()),
                        scope.strip(),
                        environment,
                        telemetryRoot != null && !telemetryRoot.isBlank()),
                new AdminSettings.History(Optional.ofNullable(releasesBucket), Optional.ofNullable(nightlyBucket)),
                deployment.urlPolicy(),
                systemAccounts == null ? MozillaAccounts.systemAccounts(deployment.staging()) : set(systemAccounts),
                deployment.contentChecks(),
                unboundSignoffs(),
                anonymousRead.level(),
                deployment.versionFile(),
                http.grace());
    }

    private UnboundSignoffs unboundSignoffs() {
        return switch (unboundSignoffs.strip().toLowerCase(Locale.ROOT)) {
            case "accept" -> UnboundSignoffs.ACCEPT;
            case "reject" -> UnboundSignoffs.REJECT;
            default ->
                throw new InvalidOptionException("--unbound-signoffs is neither accept nor reject: " + unboundSignoffs);
        };
    }

    /** Returns whether this is a staging server. */
    public boolean staging() {
        return deployment.staging();
    }

    /** Returns the bind address. */
    public String host() {
        return http.host();
    }

    private static Set<String> set(@Nullable List<String> values) {
        Set<String> set = new TreeSet<>();
        if (values != null) {
            values.stream().map(String::strip).filter(value -> !value.isEmpty()).forEach(set::add);
        }
        return set;
    }
}
