// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.admin.AdminSettings;
import dev.balrog.admin.notification.NotificationEvent;
import dev.balrog.admin.notification.NotificationSettings;
import dev.balrog.admin.traffic.PrometheusSettings;
import dev.balrog.change.policy.UnboundSignoffs;
import dev.balrog.cli.run.Environment;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.service.AnonymousRead;
import dev.balrog.store.DatabaseUri;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;

class AdminOptionsTest {
    private static final Map<String, String> LEAST =
            Map.of("DBURI", "sqlite:////a.db", "AUTH0_DOMAIN", "example.auth0.com", "AUTH0_AUDIENCE", "balrog");

    @TempDir
    private Path directory;

    @Command
    static final class Holder {
        @Mixin
        private AdminOptions admin;
    }

    private static AdminSettings with(Map<String, String> variables) {
        Holder holder = new Holder();
        new CommandLine(holder)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(new Environment(variables))
                .registerConverter(boolean.class, "1"::equals)
                .parseArgs();
        return holder.admin.settings("production");
    }

    private static AdminSettings with(String variable, String value) {
        Map<String, String> variables = new HashMap<>(LEAST);
        variables.put(variable, value);
        return with(variables);
    }

    @Test
    void tellsTheUserInterfaceWhetherUptakeIsMeasured() {
        assertThat(with("TELEMETRY_API_ROOT", "https://prometheus.example.com")
                        .ui()
                        .uptake())
                .isTrue();
        assertThat(with("TELEMETRY_API_ROOT", " ").ui().uptake()).isFalse();
    }

    @Test
    void knowsThePublicAppsByTheirMetrics() {
        assertThat(with(LEAST).publicApps()).isEmpty();
        assertThat(with("PUBLIC_APPS", "http://balrog-public:9464,http://[::1]:9464/")
                        .publicApps())
                .containsExactly(URI.create("http://balrog-public:9464"), URI.create("http://[::1]:9464/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"balrog-public:9464", "https://balrog-public:9464", "http://balrog-public/metrics"})
    void refusesOtherUrlsOfPublicApps(String url) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> with("PUBLIC_APPS", url))
                .withMessageContaining("--public-apps");
    }

    @Test
    void knowsPrometheusAndTheLabelsOfItsEnvironment() {
        assertThat(with(LEAST).prometheus()).isEmpty();
        assertThat(with("PROMETHEUS_URL", "").prometheus()).isEmpty();
        Map<String, String> variables = new HashMap<>(LEAST);
        variables.put("PROMETHEUS_URL", "https://prometheus.example.com/prefix/");
        variables.put("PROMETHEUS_LABELS", "namespace=balrog-stage, job=a=b");
        assertThat(with(variables).prometheus())
                .contains(new PrometheusSettings(
                        URI.create("https://prometheus.example.com/prefix"),
                        Map.of("namespace", "balrog-stage", "job", "a=b")));
    }

    @ParameterizedTest
    @CsvSource({
        "prometheus:9090, ''",
        "http://user:secret@prometheus:9090, ''",
        "http://prometheus:9090, namespace",
        "http://prometheus:9090, 1=2"
    })
    void refusesOtherUrlsAndLabelsOfPrometheus(String url, String labels) {
        Map<String, String> variables = new HashMap<>(LEAST);
        variables.put("PROMETHEUS_URL", url);
        variables.put("PROMETHEUS_LABELS", labels);
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> with(variables))
                .withMessageContaining("--prometheus")
                .withMessageNotContaining("secret");
    }

    @Test
    void hasDefaultsForAlmostEverything() {
        AdminSettings settings = with(LEAST);
        assertThat(settings.database()).isEqualTo(DatabaseUri.parse("sqlite:////a.db"));
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().port()).isEqualTo(7070);
        assertThat(settings.http().maxBodyBytes()).isEqualTo(33_554_432);
        assertThat(settings.headers().corsOrigins()).isEmpty();
        assertThat(settings.headers().strictTransportSecurity()).isEqualTo("max-age=31536000;");
        assertThat(settings.identity().issuer()).isEqualTo(URI.create("https://example.auth0.com/"));
        assertThat(settings.identity().audience()).isEqualTo("balrog");
        assertThat(settings.identity().keys()).isEmpty();
        assertThat(settings.identity().machines()).hasSize(10).containsValue("balrog-ffxbld");
        assertThat(settings.ui())
                .isEqualTo(new AdminSettings.Ui(Optional.empty(), "openid profile email", "production", false));
        assertThat(settings.history()).isEqualTo(new AdminSettings.History(Optional.empty(), Optional.empty()));
        assertThat(settings.systemAccounts())
                .containsExactlyInAnyOrder(
                        "balrogagent", "balrog-ffxbld", "balrog-tbirdbld", "balrog-xpibld", "seabld");
        assertThat(settings.contentChecks()).isEqualTo(ContentChecks.STRICT);
        assertThat(settings.versionFile()).isEmpty();
    }

    @Test
    void knowsMoreAccountsOnStagingServers() {
        assertThat(with("STAGING", "1").systemAccounts()).contains("balrogagent", "balrog-stage-ffxbld");
    }

    @Test
    void readsEachVariable() throws Exception {
        Path machines = Files.writeString(directory.resolve("machines.json"), "{\"abc\": \"robot\"}");
        assertThat(with("PORT", "8080").http().port()).isEqualTo(8080);
        assertThat(with("HOST", "0.0.0.0").http().host()).isEqualTo("0.0.0.0");
        assertThat(with("CORS_ORIGINS", "https://a.example, https://b.example,")
                        .headers()
                        .corsOrigins())
                .containsExactlyInAnyOrder("https://a.example", "https://b.example");
        assertThat(with("STRICT_TRANSPORT_SECURITY", "max-age=1").headers().strictTransportSecurity())
                .isEqualTo("max-age=1");
        assertThat(with("CONTENT_SECURITY_POLICY", "none").headers().contentSecurityPolicy())
                .isEqualTo("none");
        assertThat(with("SYSTEM_ACCOUNTS", "robot, other").systemAccounts())
                .containsExactlyInAnyOrder("robot", "other");
        assertThat(with("CONTENT_CHECKS", "compatible").contentChecks()).isEqualTo(ContentChecks.COMPATIBLE);
        assertThat(with("CONTENT_CHECKS", "STRICT").contentChecks()).isEqualTo(ContentChecks.STRICT);
        assertThat(with("UNBOUND_SIGNOFFS", "reject").unboundSignoffs()).isEqualTo(UnboundSignoffs.REJECT);
        assertThat(with("UNBOUND_SIGNOFFS", "accept").unboundSignoffs()).isEqualTo(UnboundSignoffs.ACCEPT);
        assertThat(with("M2M_ACCOUNT_MAPPING", machines.toString()).identity().machines())
                .isEqualTo(Map.of("abc", "robot"));
        assertThat(with("UNVERIFIED_EMAILS", "accept").identity().acceptUnverifiedEmails())
                .isTrue();
        assertThat(with("PORT", "8080").identity().acceptUnverifiedEmails()).isFalse();
        assertThat(with("ANONYMOUS_READ", "redacted").anonymousRead()).isEqualTo(AnonymousRead.REDACTED);
        assertThat(with("PORT", "8080").anonymousRead()).isEqualTo(AnonymousRead.FULL);
        assertThat(with("OIDC_ISSUER", "http://127.0.0.1:1/").identity().issuer())
                .isEqualTo(URI.create("http://127.0.0.1:1/"));
        assertThat(with("OIDC_JWKS", "/keys.json").identity().keys()).hasValue("/keys.json");
        assertThat(with("AUTH0_CLIENT_ID", "abc").ui().clientId()).hasValue("abc");
        assertThat(with("AUTH0_SCOPE", "openid").ui().scope()).isEqualTo("openid");
        assertThat(with("RELEASES_HISTORY_BUCKET", "file:///a").history().releases())
                .hasValue("file:///a");
        assertThat(with("NIGHTLY_HISTORY_BUCKET", "nightly").history().nightly())
                .hasValue("nightly");
        assertThat(with("VERSION_FILE", "/version.json").versionFile()).hasValue(Path.of("/version.json"));
    }

    @Test
    void knowsTwoModesOfContentChecks() {
        assertThatThrownBy(() -> with("CONTENT_CHECKS", "lax"))
                .hasMessageEndingWith("expected strict or compatible, found 'lax'");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> with(Map.of("DBURI", "sqlite:////a.db", "AUTH0_AUDIENCE", "balrog")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("the identity provider is missing: give it with --oidc-issuer, or with --auth0-domain");
        assertThatThrownBy(() -> with(Map.of("DBURI", "sqlite:////a.db", "AUTH0_DOMAIN", "example.auth0.com")))
                .isInstanceOf(MissingParameterException.class)
                .hasMessageContaining("--auth0-audience");
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        Path list = Files.writeString(directory.resolve("list.json"), "[]");
        Path number = Files.writeString(directory.resolve("number.json"), "{\"abc\": 1}");
        assertThatThrownBy(() -> with("OIDC_ISSUER", "example.com"))
                .hasMessage("the identity provider 'example.com' is not a URL: give one such as"
                        + " https://example.auth0.com/");
        assertThatThrownBy(() -> with("M2M_ACCOUNT_MAPPING", "/nowhere.json"))
                .hasMessageStartingWith("the account mapping /nowhere.json can't be read");
        assertThatThrownBy(() -> with("M2M_ACCOUNT_MAPPING", list.toString()))
                .hasMessageEndingWith("expected an object of client IDs and user names");
        assertThatThrownBy(() -> with("M2M_ACCOUNT_MAPPING", number.toString()))
                .hasMessageEndingWith("the user name of 'abc' must be a string");
    }

    private static final Map<String, String> NOTIFIED = Map.of(
            "NOTIFY_WEBHOOKS", "https://a.example/one-secret, https://b.example/two-secret",
            "NOTIFY_WEBHOOK_SECRET", "0123456789abcdef",
            "NOTIFY_SLACK_WEBHOOKS", "https://hooks.slack.com/services/path-secret",
            "NOTIFY_SMTP_URL", "smtp://balrog:word-secret@mail.example.com",
            "NOTIFY_EMAIL_FROM", "balrog@example.com",
            "NOTIFY_EMAIL_TO", "a@example.com,b@example.com",
            "NOTIFY_EVENTS", "shutoff, overdue",
            "NOTIFY_PRODUCTS", "Firefox",
            "NOTIFY_OVERDUE_MINUTES", "30",
            "CONSOLE_URL", "https://balrog.example.com/ui/");

    private static AdminSettings notified(String variable, String value) {
        Map<String, String> variables = new HashMap<>(LEAST);
        variables.putAll(NOTIFIED);
        variables.put(variable, value);
        return with(variables);
    }

    @Test
    void notifiesWhomTheEnvironmentNames() {
        assertThat(with(LEAST).notifications()).isEqualTo(NotificationSettings.NONE);
        assertThat(with(LEAST).notifications().isEnabled()).isFalse();
        AdminSettings all = notified("PORT", "8080");
        NotificationSettings settings = all.notifications();
        assertThat(settings.isEnabled()).isTrue();
        assertThat(settings.webhooks())
                .extracting(webhook -> webhook.url().getHost())
                .containsExactly("a.example", "b.example");
        assertThat(settings.slack()).hasSize(1);
        assertThat(settings.email().orElseThrow().to()).containsExactly("a@example.com", "b@example.com");
        assertThat(settings.events()).containsExactlyInAnyOrder(NotificationEvent.SHUTOFF, NotificationEvent.OVERDUE);
        assertThat(settings.products()).containsExactly("Firefox");
        assertThat(settings.overdueAfter()).hasMinutes(30);
        assertThat(settings.console()).contains(URI.create("https://balrog.example.com/ui"));
        assertThat(all.toString()).doesNotContain("secret").doesNotContain("0123456789abcdef");
    }

    @Test
    void refusesNotificationsThatCannotWorkWithoutTellingSecrets() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "NOTIFY_WEBHOOKS", "http://a.example/one-secret",
                        "NOTIFY_WEBHOOK_SECRET", "secret",
                        "NOTIFY_SLACK_WEBHOOKS", "https://hooks slack/path-secret",
                        "NOTIFY_SMTP_URL", "http://balrog:word-secret@mail.example.com",
                        "NOTIFY_EMAIL_FROM", "",
                        "NOTIFY_EMAIL_TO", "nobody",
                        "NOTIFY_EVENTS", "shutoffs",
                        "NOTIFY_OVERDUE_MINUTES", "0",
                        "CONSOLE_URL", "balrog.example.com")
                .entrySet()) {
            assertThatThrownBy(() -> notified(wrong.getKey(), wrong.getValue()))
                    .as(wrong.getKey())
                    .isInstanceOf(InvalidOptionException.class)
                    .message()
                    .doesNotContain("one-secret", "two-secret", "path-secret", "word-secret");
        }
        assertThatThrownBy(() -> notified("NOTIFY_WEBHOOK_SECRET", ""))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("NOTIFY_WEBHOOK_SECRET");
    }
}
