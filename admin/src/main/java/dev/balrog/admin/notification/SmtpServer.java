// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Optional;

/**
 * SMTP server. Connections are encrypted, with TLS from the start ({@code smtps}) or by STARTTLS,
 * which is required except on a loopback address.
 *
 * @param implicitTls whether the connection begins with TLS
 * @param login user and password; empty for none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8314">RFC 8314, on TLS for e-mail</a>
 */
public record SmtpServer(boolean implicitTls, String host, int port, Optional<Login> login) {
    private static final int SUBMISSION_PORT = 587;
    private static final int SUBMISSIONS_PORT = 465;

    /** User and password. The string form has neither. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "login";
        }
    }

    /**
     * Returns the server of a URL, such as {@code smtps://user:password@mail.example.com:465}.
     * Special characters in user and password are percent-encoded.
     *
     * @throws IllegalArgumentException if it is no such URL; the message has no password
     */
    public static SmtpServer parse(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException _) {
            throw unusable();
        }
        boolean implicit = "smtps".equals(uri.getScheme());
        boolean pathless = uri.getRawPath() == null || uri.getRawPath().isEmpty() || "/".equals(uri.getRawPath());
        if ((!implicit && !"smtp".equals(uri.getScheme())) || uri.getHost() == null || !pathless) {
            throw unusable();
        }
        int usual = implicit ? SUBMISSIONS_PORT : SUBMISSION_PORT;
        return new SmtpServer(
                implicit,
                uri.getHost(),
                uri.getPort() < 0 ? usual : uri.getPort(),
                Optional.ofNullable(uri.getRawUserInfo()).map(SmtpServer::login));
    }

    private static Login login(String info) {
        int colon = info.indexOf(':');
        if (colon < 1) {
            throw unusable();
        }
        return new Login(decoded(info.substring(0, colon)), decoded(info.substring(colon + 1)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException(
                "it is not a URL such as smtp://user:password@mail.example.com:587 (special characters"
                        + " percent-encoded)");
    }

    /** Returns whether the server has to offer STARTTLS. */
    boolean requiresStartTls() {
        return !implicitTls && !OutgoingUrls.isLoopback(host);
    }
}
