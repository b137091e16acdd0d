// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.admin.AdminSettings;
import dev.balrog.admin.traffic.PrometheusSettings;
import dev.balrog.change.policy.UnboundSignoffs;
import dev.balrog.core.lint.LintSeverities;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    @Mixin
    private NotificationOptions notifications;

    @Option(
            names = "--auth0-client-id",
            paramLabel = "ID",
            description = "OIDC client ID with which users log in to the console. Default:"
                    + " no login; the console is read-only.")
    @Variable("AUTH0_CLIENT_ID")
    private @Nullable String clientId;

    @Option(
            names = "--auth0-scope",
            paramLabel = "TEXT",
            defaultValue = AdminSettings.Ui.SCOPE,
            description = "OIDC scopes requested at login, separated by spaces.")
    @Variable("AUTH0_SCOPE")
    private String scope;

    @Option(
            names = "--system-accounts",
            paramLabel = "USER",
            split = ",",
            description = "User names of service accounts, which can't sign off, separated by commas. Default:"
                    + " Mozilla's service accounts.")
    @Variable("SYSTEM_ACCOUNTS")
    private @Nullable List<String> systemAccounts;

    @Option(
            names = "--unbound-signoffs",
            paramLabel = "accept|reject",
            defaultValue = "accept",
            description = "How to treat signoffs without an outcome digest, which"
                    + " were given before schema version 1.8 or through Mozilla's Balrog. accept: bind them to the"
                    + " current outcome when they are first read; reject: do not count them.")
    @Variable("UNBOUND_SIGNOFFS")
    private String unboundSignoffs;

    @Option(
            names = "--lint-severities",
            paramLabel = "LIST",
            defaultValue = "",
            description = "Severities of the checks of the lint: CHECK=SEVERITY or PRODUCT:CHECK=SEVERITY, separated by"
                    + " commas; a severity is error, warning, note or off.")
    @Variable("LINT_SEVERITIES")
    private String lintSeverities;

    @Mixin
    private HistoryBucketOptions historyBuckets;

    @Option(
            names = "--telemetry-api-root",
            paramLabel = "URL",
            description =
                    "Server from which the agent reads uptakes. The admin app does not use it: if it is set, the console"
                            + " offers uptake conditions. Default: none; the agent never enacts such changes.")
    @Variable("TELEMETRY_API_ROOT")
    private @Nullable String telemetryRoot;

    @Option(
            names = "--public-apps",
            paramLabel = "URL",
            split = ",",
            description = "Base URLs of the metrics of the public apps, such as http://balrog-public:9464, separated by"
                    + " commas; a host name with several addresses stands for one app at each. The console shows how many"
                    + " of them serve a change, and simulations use the traffic that they record. Default: none.")
    @Variable("PUBLIC_APPS")
    private @Nullable List<URI> publicApps;

    @Option(
            names = "--prometheus-url",
            paramLabel = "URL",
            description = "Base URL of the Prometheus server that has the metrics of the public apps, such as"
                    + " http://prometheus:9090. The admin app asks it, never a browser; the console shows the traffic as"
                    + " charts. Default: none.")
    @Variable("PROMETHEUS_URL")
    private @Nullable URI prometheusUrl;

    @Option(
            names = "--prometheus-labels",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Labels that tell the public apps of this environment from others in Prometheus, such as"
                    + " namespace=balrog-production, separated by commas. Default: none.")
    @Variable("PROMETHEUS_LABELS")
    private @Nullable List<String> prometheusLabels;

    @Option(
            names = "--cors-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description = "CORS origins that may use the API, separated by commas; * for all. Default: only those"
                    + " of this server.")
    @Variable("CORS_ORIGINS")
    private @Nullable List<String> corsOrigins;

    @Option(
            names = "--strict-transport-security",
            paramLabel = "VALUE",
            defaultValue = AdminSettings.Headers.STRICT_TRANSPORT_SECURITY,
            description = "Strict-Transport-Security header of responses.")
    @Variable("STRICT_TRANSPORT_SECURITY")
    private String strictTransportSecurity;

    @Option(
            names = "--content-security-policy",
            paramLabel = "VALUE",
            defaultValue = AdminSettings.Headers.CONTENT_SECURITY_POLICY,
            description = "Content-Security-Policy header of responses other than pages.")
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
                historyBuckets.settings(),
                deployment.urlPolicy(),
                systemAccounts == null ? MozillaAccounts.systemAccounts(deployment.staging()) : set(systemAccounts),
                deployment.contentChecks(),
                unboundSignoffs(),
                lintSeverities(),
                anonymousRead.level(),
                publicApps(),
                prometheus(),
                notifications.settings(),
                deployment.versionFile(),
                http.grace());
    }

    private List<URI> publicApps() {
        if (publicApps == null) {
            return List.of();
        }
        for (URI app : publicApps) {
            if (!"http".equals(app.getScheme())
                    || app.getHost() == null
                    || app.getQuery() != null
                    || !(app.getPath().isEmpty() || app.getPath().equals("/"))) {
                throw new InvalidOptionException("--public-apps: expected http://HOST:PORT, not " + app);
            }
        }
        return publicApps;
    }

    private Optional<PrometheusSettings> prometheus() {
        if (prometheusUrl == null || prometheusUrl.toString().isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> labels = new TreeMap<>();
        for (String label : OptionValues.stripped(prometheusLabels)) {
            int end = label.indexOf('=');
            if (end < 0) {
                throw new InvalidOptionException("--prometheus-labels: expected NAME=VALUE, not " + label);
            }
            labels.put(label.substring(0, end).strip(), label.substring(end + 1).strip());
        }
        try {
            return Optional.of(new PrometheusSettings(prometheusUrl, labels));
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("--prometheus-url or --prometheus-labels: " + e.getMessage());
        }
    }

    private LintSeverities lintSeverities() {
        try {
            return LintSeverities.parse(lintSeverities);
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("--lint-severities: " + e.getMessage());
        }
    }

    private UnboundSignoffs unboundSignoffs() {
        return switch (unboundSignoffs.strip().toLowerCase(Locale.ROOT)) {
            case "accept" -> UnboundSignoffs.ACCEPT;
            case "reject" -> UnboundSignoffs.REJECT;
            default ->
                throw new InvalidOptionException("--unbound-signoffs must be accept or reject, not " + unboundSignoffs);
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
        return new TreeSet<>(OptionValues.stripped(values));
    }
}
