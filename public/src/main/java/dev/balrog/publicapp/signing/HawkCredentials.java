// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials for <a href="https://github.com/mozilla/hawk">Hawk</a>, an HTTP authentication scheme
 * that signs requests instead of sending the secret.
 *
 * @param id the identifier, printable ASCII without quotes and backslashes
 * @param key the secret
 */
record HawkCredentials(String id, String key) {
    /**
     * Returns the value of the {@code Authorization} header, which also authenticates the body.
     *
     * @param contentType the media type as sent
     * @param time time of the request; the server rejects a difference of minutes
     * @param nonce a string without quotes that is used only once
     */
    String authorization(String method, URI url, String contentType, byte[] body, Instant time, String nonce) {
        long timestamp = time.getEpochSecond();
        String hash = hash(contentType, body);
        String mac = mac(lines(
                "hawk.1.header",
                Long.toString(timestamp),
                nonce,
                method.toUpperCase(Locale.ROOT),
                resource(url),
                url.getHost().toLowerCase(Locale.ROOT),
                Integer.toString(port(url)),
                hash,
                ""));
        return "Hawk id=\"%s\", ts=\"%d\", nonce=\"%s\", hash=\"%s\", mac=\"%s\""
                .formatted(id, timestamp, nonce, hash, mac);
    }

    @Override
    public String toString() {
        return "HawkCredentials[id=" + id + "]";
    }

    private static String hash(String contentType, byte[] body) {
        String mediaType = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(lines("hawk.1.payload", mediaType).getBytes(UTF_8));
            digest.update(body);
            digest.update((byte) '\n');
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime knows SHA-256", e);
        }
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), mac.getAlgorithm()));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime knows HmacSHA256", e);
        }
    }

    private static String resource(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }
}
