// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys of the responses that are signed.
 *
 * @param keys the key for each product whose XML responses are signed, and for
 *     {@link ContentSigner#JSON}; other responses are sent unsigned
 */
public record SigningSettings(Map<String, Key> keys) {
    private static final String PRODUCTS = "CONTENT_SIGNATURE_PRODUCTS";
    private static final String KEY_FILE = "CONTENT_SIGNATURE_KEY_FILE";
    private static final String CHAIN_FILE = "CONTENT_SIGNATURE_CHAIN_FILE";
    private static final String X5U = "CONTENT_SIGNATURE_X5U";

    /** Only product that is signed with the default account if it has none of its own. */
    private static final String GMP = "GMP";

    public SigningSettings {
        keys = Map.copyOf(keys);
    }

    /** Signing key and its location. */
    public sealed interface Key {}

    /**
     * Key held by an Autograph service.
     *
     * @param url URL of the service, without {@code /sign/hash}
     * @param keyId name of the key
     * @param username user name of this server
     * @param password secret of that user
     */
    public record Autograph(URI url, String keyId, String username, String password) implements Key {
        @Override
        public String toString() {
            return "Autograph[url=" + url + ", keyId=" + keyId + ", username=" + username + "]";
        }
    }

    /**
     * Key held by this server.
     *
     * @param keyFile a P-384 key, PKCS#8 in PEM format, unencrypted
     * @param chainFile the certificates in PEM format, beginning with that of the key
     * @param x5u URL from which clients fetch those certificates
     */
    public record LocalKey(Path keyFile, Path chainFile, URI x5u) implements Key {}

    /**
     * Reads the settings from environment variables; an empty or whitespace-only value counts as
     * unset.
     *
     * <p>{@code CONTENT_SIGNATURE_PRODUCTS}, comma-separated and {@code GMP} by default, lists the
     * products whose XML responses are signed if there is a key for them. {@code AUTOGRAPH_URL},
     * {@code …_KEYID}, {@code …_USERNAME} and {@code …_PASSWORD} sign JSON responses and those for
     * GMP; {@code AUTOGRAPH_<product>_URL} and so on sign those for one product, with its name
     * spelled as in the rules. {@code CONTENT_SIGNATURE_KEY_FILE}, {@code …_CHAIN_FILE} and
     * {@code …_X5U} sign all of them, in place of Autograph.
     *
     * @throws IllegalArgumentException if variables are missing or contradictory; the message names
     *     them in one line
     */
    public static SigningSettings of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        Set<String> signed = signedProducts(variables);
        Optional<LocalKey> local = localKey(variables);
        Map<String, Key> keys = new HashMap<>();
        for (String product : signed) {
            Optional<Autograph> account = autograph(variables, product);
            if (local.isPresent() && account.isPresent()) {
                throw new IllegalArgumentException(
                        "%s and %sURL are both set: responses are signed by Autograph or with a key file, so set only one"
                                .formatted(KEY_FILE, prefix(product)));
            }
            local.ifPresent(key -> keys.put(product, key));
            account.ifPresent(key -> keys.put(product, key));
        }
        Key defaultKey = keys.get(ContentSigner.JSON);
        if (defaultKey != null && signed.contains(GMP)) {
            keys.putIfAbsent(GMP, defaultKey);
        }
        return new SigningSettings(keys);
    }

    private static Set<String> signedProducts(Variables variables) {
        Set<String> products = new LinkedHashSet<>();
        products.add(ContentSigner.JSON);
        for (String product : variables.find(PRODUCTS).orElse(GMP).split(",", -1)) {
            products.add(product.strip());
        }
        return products;
    }

    private static Optional<LocalKey> localKey(Variables variables) {
        return variables
                .find(KEY_FILE)
                .map(keyFile -> new LocalKey(
                        path(KEY_FILE, keyFile),
                        path(CHAIN_FILE, variables.require(CHAIN_FILE, KEY_FILE)),
                        x5u(variables.require(X5U, KEY_FILE))));
    }

    private static Optional<Autograph> autograph(Variables variables, String product) {
        String prefix = prefix(product);
        String url = prefix + "URL";
        return variables
                .find(url)
                .map(value -> new Autograph(
                        httpUrl(url, value),
                        variables.require(prefix + "KEYID", url),
                        username(prefix + "USERNAME", variables.require(prefix + "USERNAME", url)),
                        variables.require(prefix + "PASSWORD", url)));
    }

    private static String prefix(String product) {
        return product.equals(ContentSigner.JSON) ? "AUTOGRAPH_" : "AUTOGRAPH_" + product + "_";
    }

    private static URI httpUrl(String variable, String value) {
        try {
            URI url = new URI(value);
            boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (isHttp && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(variable + " is '" + value + "': give a URL such as https://example.com");
    }

    private static URI x5u(String value) {
        if (!ContentSignature.isHeaderPart(value)) {
            throw new IllegalArgumentException(X5U + " is '" + value + "': it cannot have ';' or ',' in it");
        }
        return httpUrl(X5U, value);
    }

    private static String username(String variable, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
            throw new IllegalArgumentException(
                    variable + " is '" + value + "': give ASCII without quotes and backslashes");
        }
        return value;
    }

    private static Path path(String variable, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(variable + " is '" + value + "': give the path of a file", e);
        }
    }

    private record Variables(Map<String, String> values) {
        Optional<String> find(String name) {
            return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
        }

        String require(String name, String because) {
            return find(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            because + " is set, but " + name + " is not: set both, or neither"));
        }
    }
}
