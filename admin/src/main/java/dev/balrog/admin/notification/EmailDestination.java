// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.admin.notification.DeliveryResult.Delivered;
import dev.balrog.admin.notification.DeliveryResult.Rejected;
import dev.balrog.admin.notification.DeliveryResult.Unavailable;
import dev.balrog.store.notification.QueuedEvent;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** E-mail to a fixed list of recipients, one message for each event. */
final class EmailDestination implements Destination {
    private final NotificationSettings.Email email;
    private final String id;
    private final Duration timeout;
    private final InstantSource clock;
    private final Session session;

    EmailDestination(NotificationSettings.Email email, Duration timeout, InstantSource clock) {
        this.email = email;
        this.id = DestinationId.of("email", email.server().host() + " " + email.from() + " " + email.to());
        this.timeout = timeout;
        this.clock = clock;
        this.session = Session.getInstance(properties(email.server(), timeout));
    }

    private static Properties properties(SmtpServer server, Duration timeout) {
        String millis = Long.toString(timeout.toMillis());
        Properties properties = new Properties();
        String prefix = "mail." + protocol(server) + ".";
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "auth", Boolean.toString(server.login().isPresent()));
        properties.setProperty(prefix + "starttls.enable", "true");
        properties.setProperty(prefix + "starttls.required", Boolean.toString(server.requiresStartTls()));
        return properties;
    }

    private static String protocol(SmtpServer server) {
        return server.implicitTls() ? "smtps" : "smtp";
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String kind() {
        return "email";
    }

    @Override
    public String host() {
        return email.server().host();
    }

    @Override
    public String described() {
        return "e-mail by " + email.server().host();
    }

    @Override
    public DeliveryResult deliver(QueuedEvent event) {
        // The library limits the time of each read, not of the whole conversation.
        FutureTask<DeliveryResult> sending = new FutureTask<>(() -> send(event));
        Thread.ofVirtual().name("notification-email").start(sending);
        try {
            return sending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Unavailable("not sent within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Unavailable("interrupted");
        } finally {
            // Closes the socket that the virtual thread waits for.
            sending.cancel(true);
        }
    }

    private DeliveryResult send(QueuedEvent event) {
        SmtpServer server = email.server();
        try (Transport transport = session.getTransport(protocol(server))) {
            transport.connect(
                    server.host(),
                    server.port(),
                    server.login().map(SmtpServer.Login::user).orElse(null),
                    server.login().map(SmtpServer.Login::password).orElse(null));
            MimeMessage message = message(event);
            transport.sendMessage(message, message.getAllRecipients());
            return new Delivered();
        } catch (MessagingException e) {
            int status = status(e);
            String reason = e.getClass().getSimpleName() + (status == 0 ? "" : " with status " + status);
            return status / 100 == 5 ? new Rejected(reason) : new Unavailable(reason);
        }
    }

    /** Returns the first status of an SMTP server in a chain of exceptions; 0 if there is none. */
    private static int status(MessagingException failure) {
        for (Exception e = failure; e instanceof MessagingException chained; e = chained.getNextException()) {
            switch (chained) {
                case SMTPSendFailedException send
                when send.getReturnCode() > 0 -> {
                    return send.getReturnCode();
                }
                case SMTPAddressFailedException address -> {
                    return address.getReturnCode();
                }
                case SMTPSenderFailedException sender -> {
                    return sender.getReturnCode();
                }
                default -> {
                    // Looks at the next one.
                }
            }
        }
        return 0;
    }

    private MimeMessage message(QueuedEvent event) throws MessagingException {
        EventText text = EventText.of(event.payload());
        InternetAddress from = MailAddresses.require(email.from());
        MimeMessage message = new IdentifiedMessage(session, messageId(event, from));
        message.setFrom(from);
        for (String recipient : email.to()) {
            message.addRecipient(Message.RecipientType.TO, MailAddresses.require(recipient));
        }
        message.setSubject(text.title(), UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        // RFC 3834: no automatic replies.
        message.setHeader("Auto-Submitted", "auto-generated");
        StringBuilder body = new StringBuilder(text.title()).append("\n\n");
        text.lines().forEach(line -> body.append(line).append('\n'));
        text.url().ifPresent(url -> body.append('\n').append(url).append('\n'));
        message.setText(body.toString(), UTF_8.name());
        message.saveChanges();
        return message;
    }

    /** Returns the same id for all attempts, so that mail servers and readers can drop repetitions. */
    private static String messageId(QueuedEvent event, InternetAddress from) {
        String address = from.getAddress();
        String domain = address.substring(address.lastIndexOf('@') + 1);
        return "<" + event.eventId().replaceAll("[^A-Za-z0-9._-]", "_") + ".balrog@" + domain + ">";
    }

    /** Message that keeps its id. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String id;

        IdentifiedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    @Override
    public void close() {
        // Each message has a connection of its own.
    }
}
