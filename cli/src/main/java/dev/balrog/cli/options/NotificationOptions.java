// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.admin.notification.NotificationEvent;
import dev.balrog.admin.notification.NotificationSettings;
import dev.balrog.admin.notification.SmtpServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of notifications. */
public final class NotificationOptions {
    @Option(
            names = "--notify-webhooks",
            paramLabel = "URL",
            split = ",",
            description = "URLs that events are posted to as signed JSON, separated by commas. Default: none.")
    @Variable("NOTIFY_WEBHOOKS")
    private @Nullable List<String> webhooks;

    @Option(
            names = "--notify-webhook-secret",
            paramLabel = "SECRET",
            description = "Key of the signatures of webhooks, at least 16 characters.")
    @Variable("NOTIFY_WEBHOOK_SECRET")
    private @Nullable String webhookSecret;

    @Option(
            names = "--notify-slack-webhooks",
            paramLabel = "URL",
            split = ",",
            description = "URLs of Slack's incoming webhooks, separated by commas. Default: none.")
    @Variable("NOTIFY_SLACK_WEBHOOKS")
    private @Nullable List<String> slackWebhooks;

    @Option(
            names = "--notify-smtp-url",
            paramLabel = "URL",
            description = "SMTP server for e-mail: smtp://USER:PASSWORD@HOST:PORT with STARTTLS, or smtps://. Default:"
                    + " none.")
    @Variable("NOTIFY_SMTP_URL")
    private @Nullable String smtpUrl;

    @Option(names = "--notify-email-from", paramLabel = "ADDRESS", description = "Sender of e-mail.")
    @Variable("NOTIFY_EMAIL_FROM")
    private @Nullable String emailFrom;

    @Option(
            names = "--notify-email-to",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Recipients of e-mail, separated by commas.")
    @Variable("NOTIFY_EMAIL_TO")
    private @Nullable List<String> emailTo;

    @Option(
            names = "--notify-events",
            paramLabel = "EVENT",
            split = ",",
            description = "Events to notify of, separated by commas: signoff_needed, changes_requested, overdue,"
                    + " failed, enacted, shutoff, resumed. Default: all.")
    @Variable("NOTIFY_EVENTS")
    private @Nullable List<String> events;

    @Option(
            names = "--notify-products",
            paramLabel = "PRODUCT",
            split = ",",
            description = "Products to notify of, separated by commas. Events that concern all products are"
                    + " included. Default: all.")
    @Variable("NOTIFY_PRODUCTS")
    private @Nullable List<String> products;

    @Option(
            names = "--notify-overdue-minutes",
            paramLabel = "MINUTES",
            defaultValue = "15",
            description = "Time after which a due change that is not enacted is overdue.")
    @Variable("NOTIFY_OVERDUE_MINUTES")
    private int overdueMinutes;

    @Option(
            names = "--console-url",
            paramLabel = "URL",
            description = "URL of the console, to which notifications link, such as"
                    + " https://balrog.example.com/ui/. Default: no links.")
    @Variable("CONSOLE_URL")
    private @Nullable String consoleUrl;

    /**
     * Returns the settings.
     *
     * @throws InvalidOptionException if an option is missing or invalid; the message has no secret
     */
    public NotificationSettings settings() {
        if (overdueMinutes < 1) {
            throw new InvalidOptionException("--notify-overdue-minutes has to be at least 1");
        }
        List<String> hooks = OptionValues.stripped(webhooks);
        String secret = webhookSecret == null ? "" : webhookSecret.strip();
        if (!hooks.isEmpty() && secret.isEmpty()) {
            throw new InvalidOptionException("--notify-webhooks needs --notify-webhook-secret (NOTIFY_WEBHOOK_SECRET)");
        }
        return new NotificationSettings(
                parsed(
                        "--notify-webhooks or --notify-webhook-secret",
                        hooks,
                        url -> new NotificationSettings.Webhook(uri(url), secret)),
                parsed(
                        "--notify-slack-webhooks",
                        OptionValues.stripped(slackWebhooks),
                        url -> new NotificationSettings.Slack(uri(url))),
                email(),
                events(),
                Set.copyOf(new TreeSet<>(OptionValues.stripped(products))),
                Duration.ofMinutes(overdueMinutes),
                console());
    }

    private static <T> List<T> parsed(String option, List<String> values, Function<String, T> parser) {
        try {
            return values.stream().map(parser).toList();
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(option + ": " + e.getMessage());
        }
    }

    /** Returns a URI. The message of the exception lacks the URI, which may be a secret. */
    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is not a URL such as https://hooks.example.com/balrog");
        }
    }

    private Optional<NotificationSettings.Email> email() {
        List<String> recipients = OptionValues.stripped(emailTo);
        String url = smtpUrl == null ? "" : smtpUrl.strip();
        String from = emailFrom == null ? "" : emailFrom.strip();
        if (url.isEmpty()) {
            if (!recipients.isEmpty()) {
                throw new InvalidOptionException("--notify-email-to needs --notify-smtp-url (NOTIFY_SMTP_URL)");
            }
            return Optional.empty();
        }
        if (recipients.isEmpty() || from.isEmpty()) {
            throw new InvalidOptionException("--notify-smtp-url needs --notify-email-from and --notify-email-to");
        }
        SmtpServer server =
                parsed("--notify-smtp-url", List.of(url), SmtpServer::parse).getFirst();
        return parsed(
                        "--notify-email-from or --notify-email-to",
                        List.of(from),
                        sender -> new NotificationSettings.Email(server, sender, recipients))
                .stream()
                .findFirst();
    }

    private Set<NotificationEvent> events() {
        Set<NotificationEvent> chosen = EnumSet.noneOf(NotificationEvent.class);
        for (String id : OptionValues.stripped(events)) {
            chosen.add(NotificationEvent.byId(id)
                    .orElseThrow(() -> new InvalidOptionException("--notify-events: there is no event '" + id + "'")));
        }
        return chosen.isEmpty() ? EnumSet.allOf(NotificationEvent.class) : chosen;
    }

    private Optional<URI> console() {
        String url = consoleUrl == null ? "" : consoleUrl.strip().replaceFirst("/+$", "");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            if (OptionValues.isHttp(uri)) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException _) {
            // Reported below.
        }
        throw new InvalidOptionException(
                "--console-url: '" + url + "' is not a URL such as https://balrog.example.com/ui/");
    }
}
