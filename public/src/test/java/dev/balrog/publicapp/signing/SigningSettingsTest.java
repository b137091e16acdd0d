// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balrog.publicapp.signing.SigningSettings.Autograph;
import dev.balrog.publicapp.signing.SigningSettings.LocalKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSettingsTest {
    private static final Autograph DEFAULT_ACCOUNT = account("default");
    private static final LocalKey LOCAL_KEY = new LocalKey(
            Path.of("/keys/key.pem"), Path.of("/keys/chain.pem"), URI.create("https://example.com/chain.pem"));

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void nothingIsSignedWithoutAKey() {
        variables.put("CONTENT_SIGNATURE_PRODUCTS", "GMP,Firefox");
        variables.put("AUTOGRAPH_URL", " ");
        variables.put("AUTOGRAPH_KEYID", "key");
        assertThat(settings().keys()).isEmpty();
    }

    @Test
    void theDefaultAccountSignsJsonAndGmp() {
        setAccount("AUTOGRAPH_", "default");
        assertThat(settings().keys()).isEqualTo(Map.of(ContentSigner.JSON, DEFAULT_ACCOUNT, "GMP", DEFAULT_ACCOUNT));
    }

    @Test
    void aProductMayHaveAnAccountOfItsOwn() {
        setAccount("AUTOGRAPH_", "default");
        setAccount("AUTOGRAPH_GMP_", "gmp");
        assertThat(settings().keys()).isEqualTo(Map.of(ContentSigner.JSON, DEFAULT_ACCOUNT, "GMP", account("gmp")));
    }

    @Test
    void onlyTheListedProductsAreSigned() {
        setAccount("AUTOGRAPH_", "default");
        setAccount("AUTOGRAPH_GMP_", "gmp");
        setAccount("AUTOGRAPH_Firefox_", "firefox");
        setAccount("AUTOGRAPH_OpenH264_", "openh264");
        variables.put("CONTENT_SIGNATURE_PRODUCTS", " Firefox , Thunderbird,");
        assertThat(settings().keys())
                .isEqualTo(Map.of(ContentSigner.JSON, DEFAULT_ACCOUNT, "Firefox", account("firefox")));
    }

    @Test
    void productsAreSpelledAsTheyAre() {
        setAccount("AUTOGRAPH_FIREFOX_", "firefox");
        variables.put("CONTENT_SIGNATURE_PRODUCTS", "Firefox");
        assertThat(settings().keys()).isEmpty();
    }

    @Test
    void aKeyFileSignsEverything() {
        setLocalKey();
        variables.put("CONTENT_SIGNATURE_PRODUCTS", "GMP,Firefox");
        assertThat(settings().keys())
                .isEqualTo(Map.of(ContentSigner.JSON, LOCAL_KEY, "GMP", LOCAL_KEY, "Firefox", LOCAL_KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTOGRAPH_", "AUTOGRAPH_GMP_"})
    void aKeyFileAndAutographContradictEachOther(String prefix) {
        setLocalKey();
        setAccount(prefix, "other");
        assertRefused("CONTENT_SIGNATURE_KEY_FILE and " + prefix
                + "URL are both set: responses are signed by Autograph or with a key file, so set only one");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTOGRAPH_KEYID, AUTOGRAPH_URL",
        "AUTOGRAPH_USERNAME, AUTOGRAPH_URL",
        "AUTOGRAPH_PASSWORD, AUTOGRAPH_URL",
        "AUTOGRAPH_GMP_KEYID, AUTOGRAPH_GMP_URL",
        "AUTOGRAPH_GMP_PASSWORD, AUTOGRAPH_GMP_URL",
        "CONTENT_SIGNATURE_CHAIN_FILE, CONTENT_SIGNATURE_KEY_FILE",
        "CONTENT_SIGNATURE_X5U, CONTENT_SIGNATURE_KEY_FILE"
    })
    void partsMustNotBeMissing(String missing, String present) {
        if (missing.startsWith("AUTOGRAPH_")) {
            setAccount("AUTOGRAPH_", "default");
            setAccount("AUTOGRAPH_GMP_", "gmp");
        } else {
            setLocalKey();
        }
        variables.remove(missing);
        assertRefused(present + " is set, but " + missing + " is not: set both, or neither");
    }

    @ParameterizedTest
    @ValueSource(strings = {"autograph.example.com", "ftp://example.com", "https:///path", "https://a b", "/sign"})
    void urlsMustBeUrls(String url) {
        setAccount("AUTOGRAPH_", "default");
        variables.put("AUTOGRAPH_URL", url);
        assertRefused("AUTOGRAPH_URL is '" + url + "': give a URL such as https://example.com");
    }

    @Test
    void nothingThatBreaksAHeaderIsAccepted() {
        setAccount("AUTOGRAPH_", "default");
        variables.put("AUTOGRAPH_USERNAME", "a\"b");
        assertRefused("AUTOGRAPH_USERNAME is 'a\"b': give ASCII without quotes and backslashes");

        variables.clear();
        setLocalKey();
        variables.put("CONTENT_SIGNATURE_X5U", "https://example.com/a;b");
        assertRefused("CONTENT_SIGNATURE_X5U is 'https://example.com/a;b': it cannot have ';' or ',' in it");
    }

    @Test
    void textsDoNotTellPasswords() {
        setAccount("AUTOGRAPH_", "default");
        assertThat(settings().toString()).contains("default-key").doesNotContain("default-password");
    }

    private SigningSettings settings() {
        return SigningSettings.of(variables);
    }

    private void assertRefused(String message) {
        assertThatIllegalArgumentException().isThrownBy(this::settings).withMessage(message);
    }

    private void setAccount(String prefix, String name) {
        Autograph account = account(name);
        variables.put(prefix + "URL", account.url().toString());
        variables.put(prefix + "KEYID", account.keyId());
        variables.put(prefix + "USERNAME", account.username());
        variables.put(prefix + "PASSWORD", account.password());
    }

    private void setLocalKey() {
        variables.put("CONTENT_SIGNATURE_KEY_FILE", LOCAL_KEY.keyFile().toString());
        variables.put("CONTENT_SIGNATURE_CHAIN_FILE", LOCAL_KEY.chainFile().toString());
        variables.put("CONTENT_SIGNATURE_X5U", LOCAL_KEY.x5u().toString());
    }

    private static Autograph account(String name) {
        return new Autograph(
                URI.create("https://" + name + ".example.com"), name + "-key", name + "-user", name + "-password");
    }
}
